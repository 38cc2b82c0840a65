import type { Report } from '../records/report';
import type { VersionRecord } from '../records/versionModel';
import { columns } from './columns';
import { relativeTime } from './durations';
import { PLAIN } from './paint';
import type { Paint } from './paint';
import { NEVER_VERIFIED, paintVerdict, VERDICT_SIGNS, VERDICT_WORDS } from './verdictWords';

/** A version and what the last verify said of it. */
export interface VersionFacts {
  readonly version: VersionRecord;
  readonly lastReport: Pick<Report, 'verdict' | 'firstDivergence' | 'startedAt'> | null;
}

/** Saved versions, one line each: label, last verdict, age, message. */
export function versionsText(
  versions: readonly VersionFacts[],
  options: {
    readonly now: number;
    /** How many records there are beside these that cannot be read. */
    readonly damaged?: number;
    readonly paint?: Paint;
  },
): string {
  if (versions.length === 0 && (options.damaged ?? 0) > 0) return '';
  if (versions.length === 0) return 'Nothing is saved yet. `reprise run`, then `reprise save`.\n';
  const paint = options.paint ?? PLAIN;
  const several = new Set(versions.map(({ version }) => version.pipeline)).size > 1;
  const rows = versions.map(({ version, lastReport }) => [
    paint.strong(several ? `${version.pipeline}@${version.label}` : version.label),
    lastVerdictText(lastReport, { now: options.now, paint }),
    `saved ${relativeTime(version.savedAt, options.now)}`,
    version.message ?? '',
  ]);
  return `${columns(rows).join('\n')}\n`;
}

/** What the last verify of a version said: `✗ Not reproducible, began at train, 2 h ago`. */
export function lastVerdictText(
  report: VersionFacts['lastReport'],
  options: { readonly now: number; readonly paint?: Paint },
): string {
  const paint = options.paint ?? PLAIN;
  if (report === null) return paint.quiet(`○ ${NEVER_VERIFIED}`);
  const { verdict, firstDivergence } = report;
  const words = paintVerdict(paint, verdict, `${VERDICT_SIGNS[verdict]} ${VERDICT_WORDS[verdict]}`);
  const began = firstDivergence === null ? '' : `, began at ${firstDivergence.step}`;
  return `${words}${began}, ${relativeTime(report.startedAt, options.now)}`;
}
