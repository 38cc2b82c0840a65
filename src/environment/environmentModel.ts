import type { Digest } from '../base/digest';

/** Data only: what a machine was when a step ran on it. Observed, never asked for, never in a recipe. */

/** The machine as a whole. */
export interface SystemFacts {
  readonly platform: string;
  readonly release: string;
  readonly distribution: string | null;
  readonly architecture: string;
  readonly cpuModel: string;
  readonly cpuCount: number;
  /** Bytes. */
  readonly memory: number;
  readonly gpus: readonly { readonly name: string; readonly driver: string }[];
  readonly locale: string;
  readonly timeZone: string;
}

/** An environment variable: by value where its name is on the documented list, else by salted digest. */
export type ObservedVariable = { readonly value: string } | { readonly salted: string };

/** A program that a step's script names, as the PATH of the run resolved it. */
export interface ObservedExecutable {
  readonly name: string;
  /** Absolute path with links resolved. */
  readonly path: string;
  readonly digest: Digest;
  /** What it says of itself, for programs known to answer; else null. */
  readonly version: string | null;
}

/** An interpreter and everything installed for it, or the packages of an environment folder alone. */
export interface ObservedPackages {
  readonly ecosystem: 'python' | 'node' | 'conda' | 'r';
  /** Folder of the environment: relative to the project where it stands in it, else absolute. */
  readonly folder: string;
  readonly interpreter: { readonly path: string; readonly version: string } | null;
  /** Sorted by name, then version. */
  readonly packages: readonly { readonly name: string; readonly version: string }[];
}

/** The code that was checked out. */
export interface GitFacts {
  readonly commit: string | null;
  readonly dirty: boolean;
}

/** Everything observed for one run. */
export interface EnvironmentRecord {
  readonly format: 1;
  readonly system: SystemFacts;
  /** Names the salt of the variables' digests; they are compared only under the same id. */
  readonly saltId: string;
  readonly variables: Readonly<Record<string, ObservedVariable>>;
  readonly git: GitFacts | null;
  readonly executables: readonly ObservedExecutable[];
  readonly packages: readonly ObservedPackages[];
  /** By step: which executables (by name) and package lists (by folder) are its own, and the key of reuse. */
  readonly steps: Readonly<Record<string, StepEnvironment>>;
}

/** One step's share of the environment. */
export interface StepEnvironment {
  /** Digest of interpreter, distributions, executables, operating system and architecture: paths left out. */
  readonly key: Digest;
  readonly executables: readonly string[];
  readonly packages: readonly string[];
}

/** One thing that is not as it was. */
export interface Drift {
  /** `package numpy`, `variable REGION`, `executable python3`, `operating system`, `time zone`, … */
  readonly what: string;
  /** Null where it was absent. */
  readonly was: string | null;
  readonly is: string | null;
}
