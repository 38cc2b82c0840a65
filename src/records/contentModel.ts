import type { Digest } from '../base/digest';
import type { OutputKind, ParamValues } from '../pipeline/model';

/** Data only: what of the content of a version or a run somebody asks for who looks at it. */
export interface Content {
  /** The lock file that the plan names, or null; its digest is null where none was there. */
  readonly lock: { readonly path: string; readonly digest: Digest | null } | null;
  /** In plan order. */
  readonly steps: readonly StepContent[];
}

/** What one step was given and came to. */
export interface StepContent {
  readonly name: string;
  /** Declared ones, by file and dotted key. */
  readonly params: ParamValues;
  readonly outputs: readonly OutputContent[];
}

/** A declared output; where the step has no outcome, or its list is gone, there are no files and no digest. */
export interface OutputContent {
  readonly path: string;
  readonly kind: OutputKind | null;
  /** False where the bytes are not kept. */
  readonly cache: boolean;
  readonly files: number;
  /** Bytes of all files. */
  readonly size: number;
  readonly digest: Digest | null;
}
