/**
 * All that the editor asks of the language room, behind one door: it brings the YAML and schema libraries along,
 * so a thread of the extension imports it, when a pipeline file is open or has to be read.
 */
export { complete } from './complete/complete';
export { diagnosticsOf } from './diagnostics';
export { documents } from './documents';
export { LanguageAnswers } from './languageAnswers';
