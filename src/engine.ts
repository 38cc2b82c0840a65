/**
 * The one door: what a program, the command line and the extension may use of the engine. The verbs of
 * code (`Pipeline`, `compare`) throw `RepriseError`; the plain functions return results.
 */
export { Pipeline, SavedVersion, compare } from './engine/pipeline';
export type { Place, Run, RunChoices } from './engine/pipeline';
export { RepriseError } from './engine/error';

export { openPipeline, openProject } from './engine/where';
export type { OpenedPipeline, Where } from './engine/where';
export { initPipeline, labelOf, saveVersion } from './engine/saving';
export type { Saved } from './run/saveRun';
export { cancelRun, runPipeline, runVersion, soundPlan, statusOfPipeline } from './engine/running';
export type { RunAnswer, RunRequest } from './engine/running';
export { diff, loadVersion, verify } from './engine/verifying';
export type { LoadAnswer, VerifyRequest } from './engine/verifying';
export { pinRun, removeRuns } from './engine/keeping';
export { listRuns, openRunOf } from './engine/runs';
export { show } from './engine/show';
export type { Shown } from './engine/show';
export { findVersion, labelStanding, listVersions } from './engine/versions';
export type { VersionSummary } from './engine/versions';
export { logsOf } from './engine/logs';
export type { LogFile } from './engine/logs';
export type { OpenRun } from './engine/standing';
export { checkStore, freeSpace } from './engine/upkeep';
export type { CheckAnswer, FreeAnswer } from './engine/upkeep';
export { processHost } from './base/host';
export type { Host } from './base/host';
