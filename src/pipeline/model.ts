import type { Json } from '../base/json';

/** Data only: the pipeline, the plan that a run follows, and the rules that excuse a difference. */

/** A place in a text: lines and columns count from 1, offsets in UTF-16 code units from 0. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

/** What an output is for; null where nobody said. */
export type OutputKind = 'metrics' | 'plot' | 'model' | 'data';

/** Which program reads a step's script. */
export type Shell = 'sh' | 'bash' | 'cmd' | 'pwsh';

/** A number passes when any of the given bounds holds. */
export interface Bounds {
  /** Largest |was - is| divided by the larger magnitude. */
  readonly relative?: number;
  /** Largest |was - is|, in the number's own unit. */
  readonly absolute?: number;
  /** Largest distance counted in representable float64 values. */
  readonly ulp?: number;
}

/** Bounds for a whole output, and nearer ones for a column of a table or a path of a JSON document. */
export interface Tolerance extends Bounds {
  readonly columns?: Readonly<Record<string, Bounds>>;
  readonly paths?: Readonly<Record<string, Bounds>>;
}

/** What of an output is not looked at. */
export interface Ignore {
  readonly columns?: readonly string[];
  /** JSON paths such as `$.meta.host`. */
  readonly paths?: readonly string[];
  /** Regular expressions; what they match is taken out of a text before it is compared. */
  readonly patterns?: readonly string[];
}

/** A declared input: a file, a folder or a glob, relative to the project. */
export interface InputDeclaration {
  readonly path: string;
  /** False: too big to keep or copy, known by its digest only. */
  readonly cache: boolean;
}

/** A declared output: a file, a folder or a glob, relative to the project. */
export interface OutputDeclaration {
  readonly path: string;
  readonly kind: OutputKind | null;
  readonly cache: boolean;
  readonly tolerance: Tolerance | null;
  readonly ignore: Ignore | null;
}

/** What a step asks of the machine; an executor that cannot promise it refuses the step. */
export interface Resources {
  readonly cpus?: number;
  readonly gpus?: number;
  readonly memoryBytes?: number;
  readonly timeMs?: number;
}

/** Values of declared params: by params file (relative to the project, or `INLINE_PARAMS`), then by dotted key. */
export type ParamValues = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** Stands where a params file would, for params written into the pipeline file itself. */
export const INLINE_PARAMS = '(inline)';

/** One step of a plan: everything resolved, nothing left to interpolate. Paths are relative to the project. */
export interface PlanStep {
  readonly name: string;
  /** The step that a matrix made this one from, else null. */
  readonly group: string | null;
  readonly shell: Shell;
  /** Scripts, run one after another, each in a shell of its own. */
  readonly commands: readonly string[];
  readonly workingFolder: string;
  readonly inputs: readonly InputDeclaration[];
  readonly outputs: readonly OutputDeclaration[];
  readonly params: ParamValues;
  /** Declared environment variables, the file's and over them the step's. */
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number | null;
  readonly retries: number;
  readonly resources: Resources | null;
  /** Names of the steps that have to succeed before. */
  readonly needs: readonly string[];
}

/** What a run follows: no text positions, no dialect, no label. */
export interface Plan {
  readonly format: 1;
  /** The pipeline file relative to the project; the name of a pipeline that was defined in code. */
  readonly pipeline: string;
  /** What the user calls it, or null. */
  readonly name: string | null;
  /** `environment.python`: a virtual environment or an interpreter, as written, relative to the pipeline file's folder. */
  readonly python: string | null;
  /** `environment.lock`, relative to the project. */
  readonly lock: string | null;
  /** Folder of the pipeline file, relative to the project. */
  readonly folder: string;
  /** `source:`, patterns relative to the project that narrow the source tree; null takes all. */
  readonly source: readonly string[] | null;
  /** In topological order, ties in the order of the file. */
  readonly steps: readonly PlanStep[];
}
