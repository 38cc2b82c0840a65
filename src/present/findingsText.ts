import type { RecordFinding } from '../records/checkRecords';
import type { StoreFinding } from '../store/storeModel';
import { countText, shortDigest } from './amounts';
import { PLAIN } from './paint';
import type { Paint } from './paint';

/** What a look at every stored byte found: damage first, then what is absent, then what is in nobody's way. */
export function findingsText(
  findings: readonly (StoreFinding | RecordFinding)[],
  options: { readonly paint?: Paint } = {},
): string {
  const paint = options.paint ?? PLAIN;
  const damaged = findings.filter((finding) => finding.kind === 'damaged');
  const absent = findings.filter((finding) => finding.kind === 'absent');
  const stray = findings.filter((finding) => finding.kind === 'stray');
  const lines = [
    ...damaged.map(({ where, why }) => `${paint.bad('✗ damaged')}  ${where}: ${why}`),
    ...absent.map(
      ({ digest, namedBy }) =>
        `${paint.doubt('○ absent')}   ${shortDigest(digest)}, named by ${namedBy}`,
    ),
    ...stray.map(({ where }) => paint.quiet(`· stray    ${where}`)),
    summary(damaged.length, absent.length),
  ];
  return `${lines.join('\n')}\n`;
}

function summary(damaged: number, absent: number): string {
  const missing =
    absent === 0
      ? ''
      : ` ${countText(absent, 'thing')} absent, as in a fresh clone; that is no damage.`;
  if (damaged === 0) return `Nothing is damaged.${missing}`;
  return (
    `${countText(damaged, 'thing')} damaged. Restore the named files with git or from a backup; ` +
    `nothing was removed.${missing}`
  );
}
