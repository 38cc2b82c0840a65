import { joinRelative, leaves } from '../base/paths';
import { hasExpression } from '../pipeline/expressions';
import { patternsMeet } from '../pipeline/patternsMeet';

import type { Element } from './elementAt';
import type { ParsedDocument } from './parsedDocument';

/** Readers that are named before the rest is counted. */
const MOST_SHOWN = 8;

/** Who writes a path and who reads it; null where nothing is known of it. */
export function hoverPath(
  document: ParsedDocument,
  { path, role, step }: Element & { kind: 'path' },
): string | null {
  if (role !== 'input' && role !== 'output' && role !== 'word') return null;
  const steps = document.reading().draft.steps;
  const own = steps.filter(({ span }) => span.start === step?.keySpan.start);
  const list = role === 'output' ? 'outputs' : 'inputs';
  const declared = own.flatMap((each) => each[list].map((one) => one.path));
  const wanted = hasExpression(path)
    ? declared.filter((one) => sameShape(path, document.folder, one))
    : [joinRelative(document.folder, path)];
  const [first] = wanted;
  if (first === undefined || leaves(first)) return null;
  const others = steps.filter(({ span }) => span.start !== step?.keySpan.start);
  const writers = others.filter(({ outputs }) => meets(wanted, outputs));
  const readers = others.filter(({ inputs }) => meets(wanted, inputs));
  const lines = [
    ...(wanted.length > 1 || hasExpression(path) ? [`Stands for ${named(wanted)}.`] : []),
    ...(writers.length > 0 ? [`Written by ${named(writers.map(({ name }) => name))}.`] : []),
    ...(readers.length > 0 && role !== 'word'
      ? [`Read by ${named(readers.map(({ name }) => name))}.`]
      : []),
  ];
  if (lines.length > 0) return lines.join('\n\n');
  if (role === 'output') return 'No other step reads it.';
  const kind = document.project.kindOf(first);
  if (role === 'word') return null;
  return kind === 'missing' ? null : `A ${kind} of the project; no step writes it.`;
}

function meets(wanted: readonly string[], declared: readonly { readonly path: string }[]): boolean {
  return declared.some((one) => wanted.some((path) => patternsMeet(path, one.path)));
}

/** Whether a path could have come of a text with expressions in it. */
function sameShape(written: string, folder: string, path: string): boolean {
  const parts = joinRelative(folder, written.replaceAll(/\$\{\{.*?\}\}/g, '\0')).split('\0');
  const pattern = parts.map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*');
  return new RegExp(`^${pattern}$`).test(path);
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, MOST_SHOWN).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
