/** Data only: how a report is named, so that it is found again after a reload. */

/** A report: one that a verify saved, the newest of a version, or two sides laid beside each other. */
export type ReportRef =
  | { readonly kind: 'verify'; readonly run: string; readonly rules: 'saved' | 'workspace' }
  /** The newest verify of a version, by its whole name (`pipeline.yaml@v1.0`). */
  | { readonly kind: 'last'; readonly version: string }
  | { readonly kind: 'compare'; readonly was: SideRef; readonly is: SideRef };

/** One side of a comparison. `workspace` is the newest finished run of a pipeline in the workspace. */
export type SideRef =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'run'; readonly run: string }
  | { readonly kind: 'workspace'; readonly pipeline: string };

/** Whether a value of unknown origin names a report. */
export function isReportRef(value: unknown): value is ReportRef {
  if (!isMembers(value)) return false;
  switch (value['kind']) {
    case 'verify':
      return (
        typeof value['run'] === 'string' &&
        (value['rules'] === 'saved' || value['rules'] === 'workspace')
      );
    case 'last':
      return typeof value['version'] === 'string';
    case 'compare':
      return isSideRef(value['was']) && isSideRef(value['is']);
    default:
      return false;
  }
}

function isSideRef(value: unknown): value is SideRef {
  if (!isMembers(value)) return false;
  const kind = value['kind'];
  const named = kind === 'workspace' ? value['pipeline'] : value[String(kind)];
  return ['version', 'run', 'workspace'].includes(String(kind)) && typeof named === 'string';
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
