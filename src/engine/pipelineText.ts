/**
 * What reads and edits the text of pipelines. It brings the YAML and schema libraries along, so the engine
 * imports it only when there is a text that nobody has read before.
 */
export { definePipeline } from '../pipeline/definePipeline';
export { setVersion, versionOf } from '../pipeline/editVersion';
export { readPipeline } from '../pipeline/readPipeline';
