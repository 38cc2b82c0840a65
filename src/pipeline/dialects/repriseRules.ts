import type { Bounds, Ignore, OutputKind, Resources, Tolerance } from '../model';
import { parseDuration, parseSize } from '../quantities';
import { itemsOf, memberOf, membersOf, scalarOf } from '../textNode';
import type { TextNode } from '../textNode';

const KINDS: readonly OutputKind[] = ['metrics', 'plot', 'model', 'data'];

/** The `kind` of an output. */
export function readKind(options: TextNode | null): OutputKind | null {
  const text = scalarOf(memberOf(options, 'kind'))?.text;
  return KINDS.find((kind) => kind === text) ?? null;
}

/** The rules of an output; what is no valid rule was complained about and is left out. */
export function readRules(options: TextNode | null): {
  readonly tolerance: Tolerance | null;
  readonly ignore: Ignore | null;
} {
  const tolerance = memberOf(options, 'tolerance');
  const ignore = memberOf(options, 'ignore');
  return {
    tolerance: tolerance?.kind === 'map' ? readTolerance(tolerance) : null,
    ignore: ignore?.kind === 'map' ? readIgnore(ignore) : null,
  };
}

/** What a step asks of the machine, or null where it asks nothing. */
export function readResources(node: TextNode | null): Resources | null {
  const cpus = numberOf(memberOf(node, 'cpus'));
  const gpus = numberOf(memberOf(node, 'gpus'));
  const memory = scalarOf(memberOf(node, 'memory'));
  const time = scalarOf(memberOf(node, 'time'));
  const memoryBytes = memory === null ? null : parseSize(memory.text);
  const timeMs = time === null ? null : parseDuration(time.text);
  const resources: Resources = {
    ...(cpus === null ? {} : { cpus }),
    ...(gpus === null ? {} : { gpus }),
    ...(memoryBytes === null ? {} : { memoryBytes }),
    ...(timeMs === null ? {} : { timeMs }),
  };
  return Object.keys(resources).length === 0 ? null : resources;
}

function readTolerance(node: TextNode): Tolerance {
  const columns = memberOf(node, 'columns');
  const paths = memberOf(node, 'paths');
  return {
    ...readBounds(node),
    ...(columns === null ? {} : { columns: readBoundsByKey(columns) }),
    ...(paths === null ? {} : { paths: readBoundsByKey(paths) }),
  };
}

function readBoundsByKey(node: TextNode): Readonly<Record<string, Bounds>> {
  return Object.fromEntries(membersOf(node).map(({ key, value }) => [key, readBounds(value)]));
}

function readBounds(node: TextNode): Bounds {
  const relative = numberOf(memberOf(node, 'relative'));
  const absolute = numberOf(memberOf(node, 'absolute'));
  const ulp = numberOf(memberOf(node, 'ulp'));
  return {
    ...(relative === null ? {} : { relative }),
    ...(absolute === null ? {} : { absolute }),
    ...(ulp === null ? {} : { ulp }),
  };
}

function readIgnore(node: TextNode): Ignore {
  const columns = memberOf(node, 'columns');
  const paths = memberOf(node, 'paths');
  const patterns = memberOf(node, 'patterns');
  return {
    ...(columns === null ? {} : { columns: textsOf(columns) }),
    ...(paths === null ? {} : { paths: textsOf(paths) }),
    ...(patterns === null ? {} : { patterns: textsOf(patterns) }),
  };
}

function textsOf(node: TextNode): readonly string[] {
  return itemsOf(node).flatMap((item) => scalarOf(item)?.text ?? []);
}

function numberOf(node: TextNode | null): number | null {
  const value = scalarOf(node)?.value;
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}
