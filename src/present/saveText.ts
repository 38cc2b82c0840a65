import type { VersionRecord } from '../records/versionModel';
import { countText, listText } from './amounts';

/** What a save came to; `name` is how the version is asked for. */
export function saveText(
  { outcome, version }: { readonly outcome: 'saved' | 'same'; readonly version: VersionRecord },
  name: string,
): string {
  const { label, pipeline, run } = version;
  return outcome === 'saved'
    ? `Saved ${label} of ${pipeline} from run ${run.id}. \`reprise verify ${name}\` runs it again and compares.\n`
    : `${label} is saved already, with this very content (run ${run.id}).\n`;
}

/** What a clone would lack of a version, and what to do about it; null where it would find everything. */
export function notInGitText(label: string, paths: readonly string[] | null): string | null {
  if (paths === null || paths.length === 0) return null;
  const are = paths.length === 1 ? 'is' : 'are';
  return (
    `${countText(paths.length, 'file')} of ${label} ${are} in no commit yet: ${listText(paths, 3)}. ` +
    'Git carries the lists of a version, not the bytes: until they are committed, a clone cannot load it.'
  );
}
