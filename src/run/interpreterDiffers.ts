import { driftBetween } from '../environment/drift';
import type { Drift, EnvironmentRecord } from '../environment/environmentModel';
import type { Warning } from '../records/warnings';

/** Says, before the first step, which interpreters are not those of the saved run. */
export function interpreterDiffers(was: EnvironmentRecord, is: EnvironmentRecord): Warning[] {
  const drift = driftBetween(was, is);
  const versions = drift.filter(({ what }) => what.startsWith('interpreter '));
  // The same version built otherwise is another interpreter too.
  const programs = drift.filter(({ what }) => PROGRAM.test(what));
  return (versions.length > 0 ? versions : programs).map((one) => ({
    code: 'interpreter-differs',
    was: named(one, one.was),
    is: named(one, one.is),
  }));
}

const PROGRAM = /^executable (?:python|pypy|node|Rscript|julia)/;

function named({ what }: Drift, version: string | null): string {
  const [, name = what] = what.split(' ');
  return `${name} ${version ?? '(absent)'}`;
}
