import type { VersionSummary } from '../engine';

/** A version as `versions --json` lists it: its record without steps and environment, and the last verdict. */
export function versionDocument({ version, lastReport }: VersionSummary): object {
  return {
    pipeline: version.pipeline,
    version: version.label,
    message: version.message,
    savedAt: version.savedAt,
    snapshot: version.snapshot,
    run: version.run.id,
    commit: version.commit,
    warnings: version.warnings,
    lastVerdict:
      lastReport === null
        ? null
        : {
            verdict: lastReport.verdict,
            reproducible: lastReport.reproducible,
            sentence: lastReport.sentence,
            firstDivergence: lastReport.firstDivergence,
            run: lastReport.run,
            startedAt: lastReport.startedAt,
          },
  };
}
