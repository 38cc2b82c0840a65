import { complaintsAbout } from './complaints';
import { readDocument } from './document';
import { parseTemplate } from './expressions';
import type { Reference } from './expressions';
import { memberOf, scalarOf } from './textNode';

/** What an expression in a command came to before, and comes to now. */
export interface ChangedValue {
  readonly reference: Reference;
  readonly was: string;
  readonly is: string;
}

/** Tells which values in a step's command are others; null where the command differs in more, or nobody can tell. */
export type CommandChange = (
  step: { readonly name: string; readonly group: string | null },
  commands: { readonly was: readonly string[]; readonly is: readonly string[] },
) => readonly ChangedValue[] | null;

/** Reads a pipeline file once, to hold commands against the text that they were made from. */
export function commandChange(text: string): CommandChange {
  const steps = memberOf(readDocument(text, complaintsAbout(text)), 'steps');
  return ({ name, group }, { was, is }) => {
    const run = scalarOf(memberOf(memberOf(steps, group ?? name), 'run'));
    const [before, second] = was;
    const [now, other] = is;
    if (run === null || before === undefined || now === undefined) return null;
    if (second !== undefined || other !== undefined) return null;
    const [old, fresh] = [valuesIn(before, run.text), valuesIn(now, run.text)];
    if (old === null || fresh === null) return null;
    const changed = new Map<string, ChangedValue>();
    for (const [written, { reference, value }] of fresh) {
      const earlier = old.get(written)?.value ?? value;
      if (earlier !== value) changed.set(written, { reference, was: earlier, is: value });
    }
    return [...changed.values()];
  };
}

interface Value {
  readonly reference: Reference;
  readonly value: string;
}

/** What the expressions of a template stand for in a command; null where it is not made from it, or in more than one way. */
function valuesIn(command: string, template: string): Map<string, Value> | null {
  const literals: string[] = [];
  const references: Reference[] = [];
  let literal = '';
  for (const part of parseTemplate(template)) {
    if (part.kind === 'text') literal += part.text;
    else if (part.kind === 'unclosed' || part.reference === null) return null;
    else {
      references.push(part.reference);
      literals.push(literal);
      literal = '';
    }
  }
  literals.push(literal);
  const [early, late] = [earliest(command, literals), latest(command, literals)];
  if (early === null || late === null) return null;
  const found = new Map<string, Value>();
  for (const [at, reference] of references.entries()) {
    const value = early[at] ?? '';
    const written = JSON.stringify(reference);
    const same = found.get(written)?.value ?? value;
    if (value !== late[at] || value !== same) return null;
    found.set(written, { reference, value });
  }
  return found;
}

/** What lies between literals that are each looked for as early as can be. */
function earliest(text: string, literals: readonly string[]): string[] | null {
  const [first = '', ...others] = literals;
  const last = others.pop();
  if (last === undefined) return text === first ? [] : null;
  if (!text.startsWith(first)) return null;
  const values: string[] = [];
  let at = first.length;
  for (const literal of others) {
    const next = text.indexOf(literal, at);
    if (next < 0) return null;
    values.push(text.slice(at, next));
    at = next + literal.length;
  }
  const end = text.length - last.length;
  return end >= at && text.endsWith(last) ? [...values, text.slice(at, end)] : null;
}

/** As above, as late as can be: the same from the other end. */
function latest(text: string, literals: readonly string[]): string[] | null {
  const turned = earliest(turn(text), [...literals].reverse().map(turn));
  return turned === null ? null : turned.reverse().map(turn);
}

/** By code unit, which turned twice is what it was. */
function turn(text: string): string {
  return text.split('').reverse().join('');
}
