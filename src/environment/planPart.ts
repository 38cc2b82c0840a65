/** What of a plan this part reads; the plan itself fits. */
export interface PlanPart {
  /** `environment.python` as written, relative to `folder`. */
  readonly python: string | null;
  readonly lock: string | null;
  /** Folder of the pipeline file, relative to the project. */
  readonly folder: string;
  readonly steps: readonly StepPart[];
}

/** What of a step this part reads. */
export interface StepPart {
  readonly name: string;
  readonly shell: 'sh' | 'bash' | 'cmd' | 'pwsh';
  readonly commands: readonly string[];
  readonly workingFolder: string;
  /** Declared environment variables. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The project's folder, and its store for the salt. */
export interface ProjectPart {
  readonly root: string;
  readonly store: string;
}
