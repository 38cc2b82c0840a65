import type { Where } from '../../engine';
import type { Call } from '../call';
import type { Kind } from './candidates';

/** Names of this kind that the project has: steps of the pipeline file and their groups, versions, the newest runs. */
export function knownNames(
  { engine, where }: Pick<Call, 'engine' | 'where'>,
  kind: Kind,
  typed: readonly string[],
): Promise<readonly string[]> {
  const place = { ...where, ...fileIn(typed) };
  switch (kind) {
    case 'step':
      return stepNames(engine, place);
    case 'version':
      return Promise.resolve(versionNames(engine, place));
    case 'run':
      return Promise.resolve(runNames(engine, place));
    case 'run-or-version':
      return Promise.resolve([...versionNames(engine, place), ...runNames(engine, place)]);
  }
}

async function stepNames(engine: Call['engine'], where: Where): Promise<string[]> {
  const opened = await engine.openPipeline(where);
  if (!opened.ok) return [];
  const { steps } = opened.value.reading.plan;
  const groups = steps.flatMap(({ group }) => (group === null ? [] : [group]));
  return [...new Set([...groups, ...steps.map(({ name }) => name)])];
}

/** Labels, newest first; with the pipeline file before them where several have been saved. */
function versionNames(engine: Call['engine'], where: Where): string[] {
  const listed = engine.listVersions(where);
  if (!listed.ok) return [];
  const versions = listed.value.versions.map(({ version }) => version).reverse();
  const labels = versions.map(({ label }) => label);
  return versions.map(({ pipeline, label }) =>
    labels.filter((other) => other === label).length > 1 ? `${pipeline}@${label}` : label,
  );
}

function runNames(engine: Call['engine'], where: Where): string[] {
  const listed = engine.listRuns({ ...where, limit: 50 });
  return listed.ok ? listed.value.runs.map(({ id }) => id) : [];
}

/** The pipeline file that the typed words name. */
function fileIn(typed: readonly string[]): { readonly file?: string } {
  const at = typed.findIndex((word) => word === '-f' || word === '--file');
  const file = typed[at + 1];
  return at === -1 || file === undefined || at + 2 >= typed.length ? {} : { file };
}
