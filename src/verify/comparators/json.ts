import type { Json } from '../../base/json';
import type { Comparator, Comparison, FilePair, Rule } from './comparator';
import { hasRule } from './comparator';
import { DifferenceList } from './differenceList';
import { Excuses } from './excuses';
import { placeAt, rootPlace } from './jsonRules';
import type { RulePlace } from './jsonRules';
import { sameNumber, within } from './numbers';
import type { ReadNumber } from './numbers';
import { NotJson, readJson } from './readJson';
import type { JsonNode } from './readJson';
import { readTexts } from './texts';

/** Compares JSON documents value by value; the order of an object's keys is nothing. */
export const jsonComparator: Comparator = {
  name: 'json',
  most: 64 * 1024 * 1024,
  recognises: ({ path }) => /\.json$/i.test(path),
  compare: compareJson,
};

async function compareJson(pair: FilePair, rule: Rule): Promise<Comparison> {
  const texts = await readTexts(pair, rule);
  if ('verdict' in texts) return texts;
  let was: JsonNode;
  let is: JsonNode;
  try {
    was = readJson(texts.was);
    is = readJson(texts.is);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return { verdict: 'doubt', why: `not read as JSON: ${error.message}` };
  }
  const walk = new Walk(pair.path);
  walk.compare(was, is, rootPlace(rule));
  const notes = [...texts.notes, ...walk.excuses.notes()];
  if (walk.differences.total > 0) {
    const { total, kept } = walk.differences;
    return { verdict: 'different', notes, differencesTotal: total, differences: kept };
  }
  if (!walk.excuses.any && texts.notes.length === 0) {
    notes.push('All values are equal; only layout, order of keys or spelling of numbers differ.');
  }
  if (hasRule(rule)) return { verdict: 'equivalent', notes, differencesTotal: 0, differences: [] };
  return { verdict: 'different', notes, differencesTotal: 0, differences: [] };
}

class Walk {
  readonly differences = new DifferenceList();
  readonly excuses = new Excuses();
  readonly #file: string;
  readonly #path: (string | number)[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  compare(was: JsonNode, is: JsonNode, place: RulePlace): void {
    if (place.ignored !== null) {
      if (!equal(was, is)) this.excuses.ignored(place.ignored);
    } else if (Array.isArray(was) && Array.isArray(is)) {
      this.#lists(was, is, place);
    } else if (was instanceof Map && is instanceof Map) {
      this.#objects(was, is, place);
    } else if (isNumber(was) && isNumber(is)) {
      this.#numbers(was, is, place);
    } else if (was !== is) {
      this.#differ(was, is);
    }
  }

  #lists(was: readonly JsonNode[], is: readonly JsonNode[], place: RulePlace): void {
    const longer = Math.max(was.length, is.length);
    for (let index = 0; index < longer; index++) this.#step(index, was[index], is[index], place);
  }

  #objects(
    was: ReadonlyMap<string, JsonNode>,
    is: ReadonlyMap<string, JsonNode>,
    place: RulePlace,
  ): void {
    for (const [key, value] of was) this.#step(key, value, is.get(key), place);
    for (const [key, value] of is) if (!was.has(key)) this.#step(key, undefined, value, place);
  }

  #step(
    step: string | number,
    was: JsonNode | undefined,
    is: JsonNode | undefined,
    place: RulePlace,
  ): void {
    this.#path.push(step);
    const below = placeAt(place, step);
    if (was !== undefined && is !== undefined) this.compare(was, is, below);
    else if (below.ignored !== null) this.excuses.ignored(below.ignored);
    else this.#differ(was, is);
    this.#path.pop();
  }

  #numbers(was: number | ReadNumber, is: number | ReadNumber, place: RulePlace): void {
    if (was === is) return;
    const [a, b] = [readOf(was), readOf(is)];
    if (sameNumber(a, b)) return;
    if (place.bounds !== null && within(a, b, place.bounds.bounds)) {
      this.excuses.number(a, b, place.bounds);
    } else {
      this.#differ(was, is);
    }
  }

  #differ(was: JsonNode | undefined, is: JsonNode | undefined): void {
    this.differences.add(() => ({
      file: this.#file,
      at: pathText(this.#path),
      was: shown(was),
      is: shown(is),
      delta: deltaOf(was, is),
    }));
  }
}

function isNumber(node: JsonNode): node is number | ReadNumber {
  return (
    typeof node === 'number' ||
    (typeof node === 'object' && node !== null && 'value' in node && !(node instanceof Map))
  );
}

function readOf(node: number | ReadNumber): ReadNumber {
  return typeof node === 'number' ? { value: node, exact: null, beyond: null } : node;
}

function equal(was: JsonNode, is: JsonNode): boolean {
  const walk = new Walk('');
  walk.compare(was, is, { bounds: null, ignored: null, open: [] });
  return walk.differences.total === 0;
}

/** `$.loss["any key"][3]` */
function pathText(steps: readonly (string | number)[]): string {
  const parts = steps.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[^.[\]\s"'*]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return `$${parts.join('')}`;
}

function shown(node: JsonNode | undefined): Json {
  if (node === undefined || node === null) return null;
  if (typeof node === 'number') return Number.isFinite(node) ? node : String(node);
  if (typeof node === 'boolean') return node;
  if (typeof node === 'string') return shortened(node);
  if (isNumber(node)) return node.beyond ?? String(node.exact ?? node.value);
  return shortened(Array.isArray(node) ? `a list of ${node.length}` : `an object of ${node.size}`);
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const LONGEST = 200;

function deltaOf(was: JsonNode | undefined, is: JsonNode | undefined): number | null {
  if (was === undefined || is === undefined || !isNumber(was) || !isNumber(is)) return null;
  const delta = readOf(is).value - readOf(was).value;
  return Number.isFinite(delta) ? delta : null;
}
