/**
 * All that the editor asks of the language room, behind one door: it brings the YAML and schema libraries along,
 * so the extension imports it only when a pipeline file is open or has to be read.
 */
export { complete } from './complete/complete';
export { definitionAt } from './definition';
export { diagnosticsOf } from './diagnostics';
export { documents } from './documents';
export { fixesFor } from './fixes/fixes';
export { foldsOf } from './folding';
export { hoverAt } from './hover';
export { lensPlaces } from './lensPlaces';
export { linksOf } from './links';
export { editBetween, raiseVersion, VERSION_SAVED } from './raiseVersion';
export { symbolsOf } from './symbols';
export { setVersion } from '../pipeline/editVersion';
