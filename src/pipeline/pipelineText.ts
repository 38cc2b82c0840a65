/**
 * What reads and edits the text of pipelines. It brings the YAML and schema libraries along, so it is
 * imported only when there is a text that nobody has read before.
 */
export { commandChange } from './commandChange';
export { definePipeline } from './definePipeline';
export { setVersion, versionOf } from './editVersion';
export { sameButLabel } from './labelLine';
export { readPipeline } from './readPipeline';
