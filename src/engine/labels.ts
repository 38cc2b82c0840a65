/** What a host that edits the text of a pipeline file itself needs of the door. */
export { isLabel } from '../pipeline/label';
export { setVersion } from '../pipeline/editVersion';
