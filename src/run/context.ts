import type { Digest } from '../base/digest';
import type { Host } from '../base/host';
import type { Result } from '../base/result';
import type { EnvironmentRecord } from '../environment/environmentModel';
import type { PythonChoice } from '../environment/python';
import type { Plan } from '../pipeline/model';
import type { RunEvent, RunEventBody } from '../records/events';
import type { Records } from '../records/records';
import type { ProductRecord, RunRecord, StepRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import type { Warning } from '../records/warnings';
import type { OutputScope } from '../snapshot/outputScope';
import type { Project } from '../store/layout';
import type { StoreFailure } from '../store/failures';
import type { FileStat, Store, UntouchedTree } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import type { ChangedCommand } from './commandReasons';
import type { Executor, RunningJob } from './executors/executor';
import type { LogFolders } from './logFolders';
import type { Room } from './place';
import type { RecordedBytes } from './recordedBytes';
import type { Scratch } from './scratch';
import type { Sight } from './sight';
import type { StepEnvironments } from './stepEnvironments';

/** How a plan is run. */
export interface RunOptions {
  readonly project: Project;
  readonly store: Store;
  readonly records: Records;
  readonly host: Host;
  /** The whole plan, or what a caller has narrowed it to; the whole one makes a truer source tree. */
  readonly plan: Plan;
  /** The label in the pipeline file, or null. */
  readonly label: string | null;
  /** Names of steps or groups; null for all of the plan. */
  readonly targets: readonly string[] | null;
  readonly purpose: 'run' | 'rerun' | 'verify';
  /** The saved version that is run in a room; null for the workspace. */
  readonly version: VersionRecord | null;
  /** Null for the workspace. */
  readonly room: Room | null;
  /** Steps at a time. */
  readonly jobs: number;
  /** `recipe` takes no account of the environment; a run in a room reuses nothing, whatever stands here. */
  readonly reuse: 'full' | 'recipe' | 'none';
  /** After a failure, go on with what does not need the failed step. */
  readonly keepGoing: boolean;
  /** The id that the starter wants; null makes one. */
  readonly runId: string | null;
  readonly takeOver: boolean;
  /** The environment of the command that started the run. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly onEvent: (event: RunEvent) => void;
  readonly cancel: AbortSignal;
  /** Milliseconds between the polite signal and the kill; 5 s where it is left out. */
  readonly graceMs?: number;
  /** Where jobs run; this machine where it is left out. */
  readonly executor?: Executor;
  /** Ask each step by itself whether it has to run, also where one look at all of them would tell. */
  readonly stepByStep?: boolean;
  /** What the caller has to tell already; kept among the run's warnings. */
  readonly warnings?: readonly Warning[];
  /** What the caller finds out once the last step is over, before the record is closed. */
  readonly lastLook?: (
    run: RunRecord,
    made: ReadonlyMap<string, MadeFile>,
  ) => Promise<Result<LastLook, StoreFailure>>;
}

/** What the caller of a run found when its last step was over. */
export interface LastLook {
  readonly warnings: readonly Warning[];
  /** What the run left in the project although it was no run of the workspace. */
  readonly products: readonly ProductRecord[];
}

/** A file of an outcome, where it lies. */
export interface MadeFile {
  readonly stat: FileStat;
  readonly digest: Digest;
}

/** What the steps of one run share. */
export interface RunContext {
  readonly options: RunOptions;
  readonly id: string;
  /** When its first record was written, by the clock of the file system: no step had begun. */
  readonly began: number;
  /** Where the paths of the plan lie: the project, or the room. */
  readonly root: string;
  /** runs/<id>, absolute. */
  readonly folder: string;
  readonly executor: Executor;
  readonly environment: EnvironmentRecord;
  /** What `environment.python` came to; null where the plan names none. */
  readonly python: PythonChoice | null;
  readonly lock: Digest | null;
  readonly sourceTree: Digest;
  /** The source tree as it was captured. */
  readonly sources: ReadonlyMap<string, TreeEntry>;
  /** The same, where nothing of it was touched since an earlier run; null where that is not known. */
  readonly untouchedSources: UntouchedTree | null;
  /** Files that are no output even where they lie in one: git's, or in a room the version's. */
  readonly tracked: ReadonlySet<string>;
  /** Aborted when the run shall end: by a signal, or by a file in its folder. */
  readonly stop: AbortSignal;
  /** The undeclared files in which an earlier source tree differs from this one. */
  readonly otherCode: (sourceTree: Digest) => Promise<readonly string[]>;
  /** A step as the newest earlier run of the workspace recorded it that got as far as its recipe. */
  readonly lastStep: (step: string) => StepRecord | null;
  /** The same of those that came to an outcome. */
  readonly lastSucceeded: (step: string) => StepRecord | null;
  /** What in a step's command is another value than before. */
  readonly changedCommand: ChangedCommand;
  /** Which of some bytes earlier runs are known to have made, or a version holds. */
  readonly recordedBytes: RecordedBytes;
  /** What the walk at the start saw; nothing in a room. */
  readonly sight: Sight;
  /** The files of the source tree that a declared input takes, as far as anybody has asked. */
  readonly belowInput: Map<string, readonly string[]>;
  /** Which paths steps make. */
  readonly isMade: OutputScope;
  /** Folders for the steps' temporary files. */
  readonly scratch: Scratch;
  readonly logs: LogFolders;
  readonly environments: StepEnvironments;
  /** Files of outcomes as they lay when their step was done with them, by path. */
  readonly made: Map<string, MadeFile>;
  /** Jobs under way; a stop cancels each. */
  readonly jobs: Set<RunningJob>;
  readonly tell: (body: RunEventBody) => void;
  readonly warn: (warning: Warning) => void;
}
