import { failed, ok } from '../../base/result';
import type { Result } from '../../base/result';
import { relativeTo } from '../../base/paths';
import type { Failure } from '../../records/failures';
import { openRecords } from '../../records/records';
import type { Records } from '../../records/records';
import type { Lives } from '../../records/runFiles';
import { openStore } from '../../store/diskStore';
import { findPlace, prepareToLook, storeExists } from '../../store/layout';
import type { Project } from '../../store/layout';
import type { Store } from '../../store/storeModel';
import type { PastAnswer, PastAsk } from './pastAsks';
import { pipelineHead } from './pipelineHead';
import { pipelinePast } from './pipelinePast';
import { runDetail } from './runDetail';
import { versionDetail } from './versionDetail';

/** Answers questions about the past of pipelines; keeps records open, because they are asked every second. */
export class PastReader {
  readonly #records = new Map<string, Records>();
  readonly #lives: Lives | undefined;

  /**
   * `mayStart`: whether a program may be started to find out if a run's process lives. Where it may not, and
   * the system has no files that tell, a run without an end counts as live.
   */
  constructor({ mayStart }: { readonly mayStart: boolean }) {
    this.#lives = mayStart || process.platform === 'linux' ? undefined : () => 'unknown';
  }

  async answer(ask: PastAsk): Promise<PastAnswer> {
    if (ask.kind === 'pipeline') return pipelineHead(ask.file, ask.window ?? []);
    const { project, file } = findPlace(ask.file);
    const pipeline = relativeTo(project.root, file);
    if (!storeExists(project)) return withoutStore(ask, { project, pipeline });
    const looked = prepareToLook(project);
    if (!looked.ok) return looked;
    const records = this.#recordsOf(project);
    switch (ask.kind) {
      case 'past':
        return ok({ ...pipelinePast(records, { pipeline, count: ask.count }), exists: true });
      case 'version':
        return withStore(project, (store) =>
          versionDetail({ records, store }, `${pipeline}@${ask.label}`),
        );
      case 'run':
        return withStore(project, (store) => runDetail({ records, store }, ask.id));
    }
  }

  #recordsOf(project: Project): Records {
    const known = this.#records.get(project.root);
    if (known !== undefined) return known;
    const records = openRecords(project, this.#lives === undefined ? {} : { lives: this.#lives });
    this.#records.set(project.root, records);
    return records;
  }
}

function withoutStore(
  ask: Exclude<PastAsk, { kind: 'pipeline' }>,
  { project, pipeline }: { readonly project: Project; readonly pipeline: string },
): PastAnswer {
  switch (ask.kind) {
    case 'past': {
      const empty = {
        versions: [],
        damaged: [],
        runs: [],
        more: false,
        total: 0,
        beginning: false,
      };
      return ok({ pipeline, root: project.root, ...empty, exists: false });
    }
    case 'version':
      return failed({ code: 'version-unknown', label: ask.label, known: [] });
    case 'run':
      return failed({ code: 'run-unknown', id: ask.id });
  }
}

/** The store is opened anew each time: other processes write packs meanwhile. */
async function withStore<T>(
  project: Project,
  use: (store: Store) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const store = openStore(project.store);
  if (!store.ok) return store;
  try {
    return await use(store.value);
  } finally {
    await store.value.close();
  }
}
