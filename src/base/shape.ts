/** Whether a value of unknown origin has a shape. Kept free of libraries: records are read by the thousand. */
export type Shape = (value: unknown) => boolean;

/** Any text. */
export const isText: Shape = (value) => typeof value === 'string';

/** A number that JSON can hold. */
export const isNumber: Shape = (value) => typeof value === 'number' && Number.isFinite(value);

/** A whole number. */
export const isWhole: Shape = (value) => Number.isSafeInteger(value);

/** True or false. */
export const isFlag: Shape = (value) => typeof value === 'boolean';

/** Anything at all, as long as it is there. */
export const isAnything: Shape = (value) => value !== undefined;

/** One of these values. */
export function isOneOf(...values: readonly (string | number | boolean | null)[]): Shape {
  const known = new Set<unknown>(values);
  return (value) => known.has(value);
}

/** Null, or of the shape. */
export function orNull(shape: Shape): Shape {
  return (value) => value === null || shape(value);
}

/** Not there, or of the shape. */
export function optional(shape: Shape): Shape {
  return (value) => value === undefined || shape(value);
}

/** A list of the shape. */
export function listOf(shape: Shape): Shape {
  return (value) => Array.isArray(value) && value.every(shape);
}

/** An object whose values all have the shape, whatever the keys. */
export function recordOf(shape: Shape): Shape {
  return (value) => isObject(value) && Object.values(value).every(shape);
}

/** An object with these members; others are let pass, so that a later writer may add some. */
export function objectOf(members: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(members);
  return (value) => isObject(value) && entries.every(([key, shape]) => shape(value[key]));
}

/** Whether a value is an object, and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
