import { NodeHelper } from './nodeHelper';
import { PerlHelper, perlMayHelp } from './perlHelper';
import type { Spawned, SpawnHelper } from './spawned';
import { startProcess } from './startProcess';
import type { StartOrder } from './startProcess';

/** Starts programs; `close` ends what it needs for that, not what it has started. */
export interface Spawner {
  /** How many programs may come, at most. */
  expect(count: number): void;
  start(order: StartOrder): Spawned;
  close(): void;
}

/** A process that starts programs: Perl where it is, which is there sooner and does it for less. */
export type HelperKind = 'perl' | 'node';

/**
 * Starts the first programs itself and, where there are more, the rest through a small process of its
 * own: to start a program the system copies the page tables of the process that asks, so that it costs
 * several times as much in a process that has grown, which is kept from its work meanwhile.
 */
export function openSpawner(preferred: HelperKind = 'perl'): Spawner {
  let kind: HelperKind = preferred === 'perl' && perlMayHelp() ? 'perl' : 'node';
  let started = 0;
  let coming = 0;
  let helper: SpawnHelper | null = null;
  const help = (): SpawnHelper | null => {
    if (helper?.useless) {
      helper = null;
      kind = 'node';
    }
    const { few, many } = WORTH[kind];
    const worth = started >= few || coming >= many;
    if (worth && process.platform !== 'win32') {
      helper ??= kind === 'perl' ? new PerlHelper() : new NodeHelper();
    }
    return helper;
  };
  return {
    expect: (count) => {
      coming = count;
      help();
    },
    start: (order) => {
      started++;
      const able = help();
      return able?.ready ? able.start(order) : startProcess(order);
    },
    close: () => helper?.close(),
  };
}

/** After so many programs a helper is worth its own start, or at once with so many to come. */
const WORTH: Readonly<Record<HelperKind, { readonly few: number; readonly many: number }>> = {
  perl: { few: 3, many: 4 },
  node: { few: 12, many: 48 },
};
