import type { Bounds } from '../../pipeline/model';
import { parseJsonPath } from '../../pipeline/jsonPath';
import type { JsonPathPart } from '../../pipeline/jsonPath';
import type { Rule } from './comparator';

/** Bounds with the words that a report prints for them. */
export interface NamedBounds {
  readonly bounds: Bounds;
  readonly name: string;
}

/** What holds at one place of a document, and what may hold below it. */
export interface RulePlace {
  /** The nearest bounds; null where numbers have to be equal. */
  readonly bounds: NamedBounds | null;
  /** The rule that takes this value out of the comparison. */
  readonly ignored: string | null;
  readonly open: readonly OpenRule[];
}

interface OpenRule {
  readonly rule: PathRule;
  /** Parts matched so far. */
  readonly at: number;
}

interface PathRule {
  readonly parts: readonly JsonPathPart[];
  readonly source: string;
  /** Null for a path that is ignored. */
  readonly bounds: NamedBounds | null;
}

/** The place of a document's root. */
export function rootPlace(rule: Rule): RulePlace {
  const rules: PathRule[] = [];
  for (const [source, bounds] of Object.entries(rule.tolerance?.paths ?? {})) {
    const named = { bounds, name: `tolerance ${boundsText(bounds)} at ${source}` };
    rules.push({ parts: partsOf(source), source, bounds: named });
  }
  for (const source of rule.ignore?.paths ?? []) {
    rules.push({ parts: partsOf(source), source, bounds: null });
  }
  const { tolerance } = rule;
  const whole = tolerance && boundsText(tolerance) !== '' ? tolerance : null;
  const bounds = whole && { bounds: whole, name: `tolerance ${boundsText(whole)}` };
  const open = rules.map((one) => ({ rule: one, at: 0 }));
  return settle({ bounds, ignored: null, open });
}

/** The place one key or index further down. */
export function placeAt(place: RulePlace, step: string | number): RulePlace {
  if (place.open.length === 0) return place;
  const open: OpenRule[] = [];
  for (const { rule, at } of place.open) {
    const part = rule.parts[at];
    if (part === undefined) continue;
    if (matches(part, step)) open.push({ rule, at: at + 1 });
    if (part.kind === 'anywhere') open.push({ rule, at });
  }
  return settle({ ...place, open });
}

/** Bounds as they are written in a pipeline file. */
export function boundsText(bounds: Bounds): string {
  const words: string[] = [];
  if (bounds.relative !== undefined) words.push(`relative ${bounds.relative}`);
  if (bounds.absolute !== undefined) words.push(`absolute ${bounds.absolute}`);
  if (bounds.ulp !== undefined) words.push(`ulp ${bounds.ulp}`);
  return words.join(' or ');
}

/** A rule that ends here is nearer than any from above; of several the one that says most, then the last. */
function settle(place: RulePlace): RulePlace {
  let { bounds, ignored } = place;
  let said = -1;
  for (const { rule, at } of place.open) {
    if (at !== rule.parts.length) continue;
    if (rule.bounds === null) ignored = rule.source;
    else if (precision(rule) >= said) {
      bounds = rule.bounds;
      said = precision(rule);
    }
  }
  return { bounds, ignored, open: place.open.filter(({ rule, at }) => at < rule.parts.length) };
}

function precision(rule: PathRule): number {
  return rule.parts.filter(({ kind }) => kind === 'key' || kind === 'index').length;
}

function matches(part: JsonPathPart, step: string | number): boolean {
  switch (part.kind) {
    case 'all':
      return true;
    case 'index':
      return part.index === step;
    case 'key':
    case 'anywhere':
      return part.key === step;
  }
}

/** The pipeline file was checked; a record that was not is told by nothing matching. */
function partsOf(source: string): readonly JsonPathPart[] {
  return parseJsonPath(source) ?? [{ kind: 'index', index: -1 }];
}
