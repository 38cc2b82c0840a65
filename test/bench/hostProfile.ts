import type { Profiler } from 'node:inspector';

/** Whose code a sample was taken in: that of the extension, of the benchmark, of other extensions, of VS Code itself, of Node. */
export type Owner = 'ours' | 'bench' | 'extension' | 'editor' | 'runtime';

/** A stretch of time in which a thread never had nothing to do; milliseconds. */
export interface Stretch {
  /** On the clock of `process.hrtime`. */
  readonly from: number;
  readonly ms: number;
  /** How much of it was whose. */
  readonly of: Readonly<Record<Owner, number>>;
  /** The functions that it was in, as `owner name place ms`, the longest first. */
  readonly top: readonly string[];
}

/** The stretches of a CPU profile without an idle sample, in order; `from` and `to` cut it. */
export function busyStretches(
  { nodes, samples = [], timeDeltas = [], startTime }: Profiler.Profile,
  { ours, bench, from, to }: ProfileOptions,
): Stretch[] {
  const frames = framesOf(nodes, { ours, bench });
  const stretches: Stretch[] = [];
  let open: Open | null = null;
  let at = startTime / 1000;
  for (const [index, id] of samples.entries()) {
    at += (timeDeltas[index] ?? 0) / 1000;
    const ms = Math.max(0, (timeDeltas[index + 1] ?? 0) / 1000);
    const frame = frames.get(id);
    if (frame === undefined || frame.isIdle || at < from || at > to) {
      if (open !== null) stretches.push(closed(open));
      open = null;
      continue;
    }
    open ??= { from: at, ms: 0, of: { ...NOBODY }, last: null, places: new Map() };
    // what the collector and the runtime do is done for whoever ran before
    const owner: Owner = frame.owner ?? open.last ?? 'runtime';
    open.last = owner;
    open.ms += ms;
    open.of[owner] += ms;
    const place = `${owner} ${frame.name}`;
    open.places.set(place, (open.places.get(place) ?? 0) + ms);
  }
  if (open !== null) stretches.push(closed(open));
  return stretches;
}

/** `ours`, `bench`: how addresses of their code begin; `from`, `to`: milliseconds on the clock of `process.hrtime`. */
export interface ProfileOptions {
  readonly ours: string;
  readonly bench: string;
  readonly from: number;
  readonly to: number;
}

interface Open {
  readonly from: number;
  ms: number;
  readonly of: Record<Owner, number>;
  last: Owner | null;
  readonly places: Map<string, number>;
}

interface Frame {
  readonly isIdle: boolean;
  /** Null of the collector and of what has no script: that belongs to whoever ran before. */
  readonly owner: Owner | null;
  readonly name: string;
}

const NOBODY: Readonly<Record<Owner, number>> = {
  ours: 0,
  bench: 0,
  extension: 0,
  editor: 0,
  runtime: 0,
};

function closed({ from, ms, of, places }: Open): Stretch {
  const sorted = [...places].sort((a, b) => b[1] - a[1]).slice(0, 6);
  return { from, ms, of, top: sorted.map(([place, each]) => `${place} ${each.toFixed(1)} ms`) };
}

/** A sample is of the innermost script that belongs to anybody. */
function framesOf(
  nodes: readonly Profiler.ProfileNode[],
  { ours, bench }: Pick<ProfileOptions, 'ours' | 'bench'>,
): ReadonlyMap<number, Frame> {
  const frames = new Map<number, Frame>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const top = nodes[0];
  const visit = (node: Profiler.ProfileNode, above: Frame | null): void => {
    const { functionName, url, lineNumber } = node.callFrame;
    const own = ownerOf(url, { ours, bench });
    const place = url === '' ? '' : ` (${url.split('/').slice(-2).join('/')}:${lineNumber + 1})`;
    const isKept = own === 'runtime' && above?.owner != null && above.owner !== 'runtime';
    const frame: Frame = {
      isIdle: functionName === '(idle)',
      owner: isKept || own === null ? (above?.owner ?? own) : own,
      name:
        isKept || (own === null && above?.owner != null)
          ? `${above.name.split(' > ')[0] ?? ''} > ${functionName}`
          : `${functionName}${place}`,
    };
    frames.set(node.id, frame);
    for (const child of node.children ?? []) {
      const below = byId.get(child);
      if (below !== undefined) visit(below, node === top ? null : frame);
    }
  };
  if (top !== undefined) visit(top, null);
  return frames;
}

function ownerOf(
  url: string,
  { ours, bench }: Pick<ProfileOptions, 'ours' | 'bench'>,
): Owner | null {
  const file = url.replace(/^file:\/\//, '');
  if (file === '') return null;
  if (file.startsWith(ours)) return 'ours';
  if (file.startsWith(bench) || file.includes('/node_modules/mocha/')) return 'bench';
  if (file.includes('/extensions/')) return 'extension';
  return file.startsWith('node:') ? 'runtime' : 'editor';
}
