import type { Span, TextNode } from './textNode';

/** Objects nested deeper, or holding more values than this, are not read: they may hold themselves. */
const DEEPEST = 100;
const MOST_NODES = 400_000;

/** A value of code as nodes, each with a place of its own that `pathAt` turns into its path in the object. */
export interface ObjectNodes {
  readonly root: TextNode;
  /** `steps.train.outputs[0]` for a place; empty for the object itself. */
  pathAt(start: number): string;
  /** What could not be taken over, by place. */
  readonly faults: readonly {
    readonly span: Span;
    readonly what: 'too-deep' | 'too-many-nodes' | 'wrong-type';
  }[];
}

/** Reads an object as if it stood in a file: texts stay texts, numbers are written as JavaScript writes them. */
export function nodesOfObject(value: unknown): ObjectNodes {
  const paths: string[] = [];
  const faults: { span: Span; what: 'too-deep' | 'too-many-nodes' | 'wrong-type' }[] = [];
  const place = (path: string): Span => ({ start: paths.push(path) - 1, end: paths.length - 1 });
  const nothing = (span: Span): TextNode => ({ kind: 'scalar', text: '', value: null, span });
  const fault = (span: Span, what: (typeof faults)[number]['what']): TextNode => {
    faults.push({ span, what });
    return nothing(span);
  };
  const convert = (each: unknown, path: string, depth: number): TextNode => {
    const span = place(path);
    if (depth > DEEPEST) return fault(span, 'too-deep');
    if (paths.length > MOST_NODES)
      return faults.length > 0 ? nothing(span) : fault(span, 'too-many-nodes');
    if (each === null || each === undefined) return nothing(span);
    if (typeof each === 'string' || typeof each === 'boolean' || typeof each === 'number') {
      return { kind: 'scalar', text: String(each), value: each, span };
    }
    if (Array.isArray(each)) {
      const items = each.map((item, at) => convert(item, `${path}[${at}]`, depth + 1));
      return { kind: 'list', items, span };
    }
    if (!isPlainObject(each)) return fault(span, 'wrong-type');
    const members = Object.entries(each).flatMap(([key, member]) => {
      if (member === undefined) return [];
      const below = /^[\w-]+$/.test(key)
        ? `${path === '' ? '' : '.'}${key}`
        : `[${JSON.stringify(key)}]`;
      const keySpan = place(path + below);
      return [{ key, keySpan, value: convert(member, path + below, depth + 1) }];
    });
    return { kind: 'map', members, span };
  };
  return { root: convert(value, '', 0), pathAt: (start) => paths[start] ?? '', faults };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
