import { writeReference } from '../pipeline/expressions';
import type { Reference } from '../pipeline/expressions';
import { INLINE_PARAMS } from '../pipeline/model';
import type { MapMember } from '../pipeline/textNode';

import type { Element } from './elementAt';
import type { ParsedDocument } from './parsedDocument';
import { variablesFor } from './stepTexts';

/** Steps of a matrix that are listed each with its value. */
const MOST_SHOWN = 10;

/** What an expression comes to, in each step that a matrix makes, and where that comes from. */
export function hoverReference(
  document: ParsedDocument,
  { reference, step }: Element & { kind: 'reference' },
): string | null {
  const { facts } = document.reading().draft;
  if (facts === null) return null;
  const title = `\`${writeReference(reference)}\``;
  const instances = facts.instances.filter(({ member }) => member.key === step?.key);
  const values = instances.map((instance) => {
    const resolved = facts.resolve(reference, instance);
    const text = resolved === null ? null : 'text' in resolved ? resolved.text : resolved.message;
    return { name: instance.name, text, isValue: resolved !== null && 'text' in resolved };
  });
  const [first] = values;
  if (first === undefined) return `${title}\n\nfrom ${originOf(document, reference, step)}`;
  if (first.text === null) return null;
  if (!first.isValue) return `${title}\n\n${first.text}`;
  const source = `from ${originOf(document, reference, step)}`;
  if (new Set(values.map(({ text }) => text)).size === 1) {
    return `${title} = ${code(first.text)}\n\n${source}`;
  }
  const rows = values
    .slice(0, MOST_SHOWN)
    .map(({ name, text }) => `- ${name}: ${code(text ?? '')}`);
  const more = values.length > MOST_SHOWN ? [`- and ${values.length - MOST_SHOWN} more`] : [];
  return [title, '', ...rows, ...more, '', source].join('\n');
}

function originOf(document: ParsedDocument, reference: Reference, step: MapMember | null): string {
  switch (reference.kind) {
    case 'params': {
      const { from } = document.params();
      return from === null || from === INLINE_PARAMS ? 'the params of this file' : `\`${from}\``;
    }
    case 'matrix':
      return `the matrix of \`${step?.key ?? ''}\``;
    case 'env': {
      const variable = variablesFor(document, step?.value ?? null).get(reference.name);
      return variable?.from === 'step'
        ? `the variables of \`${step?.key ?? ''}\``
        : 'the variables of the file';
    }
    case 'output':
      return `the outputs of \`${reference.step}\``;
  }
}

/** A text as code, whatever backquotes are in it. */
function code(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}
