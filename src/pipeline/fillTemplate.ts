import type { Complaints } from './complaints';
import { hasExpression, parseTemplate, writeReference } from './expressions';
import type { Reference, TemplatePart } from './expressions';
import type { ProblemCode } from './problemCodes';
import { shorten } from './textNode';
import type { ScalarNode, Span } from './textNode';

/** What a reference comes to: a text, or why there is none. A null was complained about already. */
export type Resolved =
  | { readonly text: string }
  | { readonly code: ProblemCode; readonly message: string; readonly meant?: Reference | null }
  | null;

/** A text with every expression replaced, or null after a complaint at the expression itself. */
export function fillTemplate(
  node: ScalarNode,
  resolve: (reference: Reference) => Resolved,
  complaints: Complaints,
): string | null {
  if (!hasExpression(node.text)) return node.text;
  let filled: string | null = '';
  const parts = parseTemplate(node.text);
  for (const part of parts) {
    if (part.kind === 'text') {
      filled = filled === null ? null : filled + part.text;
      continue;
    }
    const resolved = resolvePart(part, resolve);
    if (resolved === null) {
      filled = null;
    } else if ('code' in resolved) {
      const span = spanOfPart(node, parts, part, complaints);
      const exact = span.end - span.start === part.written.length;
      const meant = resolved.meant && exact ? writeReference(resolved.meant) : null;
      // Quotes might end the text that the expression stands in.
      const instead = meant === null || meant.includes('"') ? null : `\${{ ${meant} }}`;
      complaints.add(resolved.code, span, resolved.message, { instead });
      filled = null;
    } else if (filled !== null) {
      filled += resolved.text;
    }
  }
  return filled;
}

function resolvePart(
  part: Exclude<TemplatePart, { kind: 'text' }>,
  resolve: (reference: Reference) => Resolved,
): Resolved {
  if (part.kind === 'unclosed') {
    const message =
      'This expression begins with `${{`, and no `}}` ends it. Add the `}}`; for the shell write `${NAME}` with single braces.';
    return { code: 'expression-unclosed', message };
  }
  if (part.reference === null) {
    const message = `\`${shorten(part.written)}\` cannot be understood. An expression is one of \`params.a.b\`, \`matrix.key\`, \`env.NAME\` and \`steps.name.outputs[0]\`.`;
    return { code: 'expression-invalid', message };
  }
  return resolve(part.reference);
}

/** Where an expression stands in the text; quotes and folded lines hide that, then the whole value is meant. */
function spanOfPart(
  node: ScalarNode,
  parts: readonly TemplatePart[],
  wanted: TemplatePart,
  complaints: Complaints,
): Span {
  const text = complaints.written(node.span);
  let searched = 0;
  for (const part of parts) {
    if (part.kind === 'text') continue;
    const at = text.indexOf(part.written, searched);
    if (part === wanted) {
      const start = node.span.start + at;
      return at < 0 ? node.span : { start, end: start + part.written.length };
    }
    if (at > 0) searched = at + part.written.length;
  }
  return node.span;
}
