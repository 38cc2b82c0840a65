import type * as z from 'zod';

import { hasKeys } from './keyParts';
import { RESERVED_KEY } from './reservedKey';
import { memberOf } from './textNode';
import type { MapMember, TextNode } from './textNode';

/** Whether a value is surely as the table of keys wants it. False says nothing: then the schema library is to look. */
export type Sound = (node: TextNode) => boolean;

type Scalar = string | number | boolean | null;
type Check = z.core.$ZodCheck;

/**
 * Made of a schema, and much faster than it: a value that nothing is wrong with need not be taken apart, copied and
 * put together again. What it does not know of the schema it leaves to the schema.
 */
export function soundBy(schema: z.core.$ZodType): Sound {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const checks = def.checks ?? [];
  if (def.type === 'optional') return soundBy(def.innerType);
  if (def.type === 'unknown') return () => true;
  if (def.type === 'union') return scalarOr(schema, def.options.map(soundBy));
  if (def.type === 'enum') {
    const words = new Set<Scalar>(Object.values(def.entries));
    return scalarOr(schema, [(node) => node.kind === 'scalar' && words.has(node.value)]);
  }
  if (def.type === 'null') return (node) => node.kind === 'scalar' && node.value === null;
  if (def.type === 'string' || def.type === 'number' || def.type === 'boolean') {
    const { type } = def;
    const fits = (value: Scalar): boolean => typeof value === type && !isEndless(value);
    return scalarOr(schema, [(node) => node.kind === 'scalar' && fits(node.value)]);
  }
  if (def.type === 'array' && onlyHasKeys(checks)) {
    const item = soundBy(def.element);
    return (node) =>
      node.kind === 'list' &&
      node.items.length >= checks.length &&
      node.items.every((each) => item(each));
  }
  if (def.type === 'record') {
    const [name, value] = [soundBy(def.keyType), soundBy(def.valueType)];
    return mapOf(checks, (member) => name(nameOf(member)) && value(member.value));
  }
  return def.type === 'object' ? objectOf(def, checks) : inDoubt;
}

function objectOf({ shape }: z.core.$ZodObjectDef, checks: readonly Check[]): Sound {
  const known = new Map(Object.entries(shape).map(([key, type]) => [key, soundBy(type)]));
  const needed = Object.keys(shape).filter((key) => {
    return (shape[key] as z.core.$ZodTypes | undefined)?._zod.def.type !== 'optional';
  });
  const holds = mapOf(checks, ({ key, value }) => known.get(key)?.(value) === true);
  return (node) => holds(node) && needed.every((key) => memberOf(node, key) !== null);
}

const inDoubt: Sound = () => false;

function isEndless(value: Scalar): boolean {
  return typeof value === 'number' && !Number.isFinite(value);
}

function nameOf({ key, keySpan }: MapMember): TextNode {
  return { kind: 'scalar', text: key, value: key, span: keySpan };
}

/** One of these. Where more is asked of a text, number or truth value than we know of, the schema is asked. */
function scalarOr(schema: z.core.$ZodType, options: readonly Sound[]): Sound {
  const fits: Sound = (node) => options.some((option) => option(node));
  const checks = schema._zod.def.checks ?? [];
  if (checks.length === 0) return fits;
  const asked = (value: Scalar): boolean => (schema as z.ZodType).safeParse(value).success;
  const holds = checks.map((check) => refinementOf(check) ?? asked);
  return (node) =>
    node.kind === 'scalar' && fits(node) && holds.every((each) => each(node.value) === true);
}

function mapOf(checks: readonly Check[], holds: (member: MapMember) => boolean): Sound {
  if (!onlyHasKeys(checks)) return inDoubt;
  const least = checks.length;
  return (node) =>
    node.kind === 'map' &&
    node.members.length >= least &&
    node.members.every((member) => member.key !== RESERVED_KEY && holds(member));
}

function onlyHasKeys(checks: readonly Check[]): boolean {
  return checks.every((check) => refinementOf(check) === hasKeys);
}

/** The function of a refinement; null of any other check. */
function refinementOf(check: Check): ((value: unknown) => unknown) | null {
  const { def } = check._zod as { readonly def: Partial<z.core.$ZodCustomDef> };
  return def.check === 'custom' && def.fn !== undefined ? def.fn : null;
}
