import { itemsOf, memberOf, membersOf, scalarOf, shorten } from '../pipeline/textNode';
import type { MapMember, Span, TextNode } from '../pipeline/textNode';

import type { DocumentSymbol } from './editorModel';
import type { ParsedDocument } from './parsedDocument';
import { writtenPaths } from './stepTexts';
import { valueText } from './valueText';

/** The outline of a document: its keys, and below `steps` each step with what it makes. */
export function symbolsOf(document: ParsedDocument): readonly DocumentSymbol[] {
  const { text } = document;
  return membersOf(document.root()).map((member) => {
    if (member.key === 'steps') {
      const steps = membersOf(member.value).map((step) => stepSymbol(text, step));
      const detail = `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`;
      return symbol(text, member, { kind: 'section', detail, children: steps });
    }
    if (member.value.kind !== 'map')
      return symbol(text, member, { detail: valueText(member.value) });
    const variables = membersOf(memberOf(member.value, 'variables'));
    const children = membersOf(member.value).map((each) =>
      each.key === 'variables'
        ? symbol(text, each, { children: variables.map((one) => variableSymbol(text, one)) })
        : symbol(text, each, { detail: valueText(each.value) }),
    );
    return symbol(text, member, { kind: 'section', children });
  });
}

function stepSymbol(text: string, step: MapMember): DocumentSymbol {
  const outputs = writtenPaths(step.value, 'outputs').flatMap((output): DocumentSymbol[] => {
    if (output === null) return [];
    const { path, options } = output;
    const nameSpan = path.span;
    const span = { start: nameSpan.start, end: Math.max(nameSpan.end, endOf(text, options)) };
    const detail = scalarOf(memberOf(options, 'kind'))?.text ?? '';
    return [{ name: shorten(path.text), detail, kind: 'output', span, nameSpan, children: [] }];
  });
  return symbol(text, step, { kind: 'step', detail: stepDetail(step.value), children: outputs });
}

function stepDetail(step: TextNode): string {
  const count = membersOf(memberOf(step, 'matrix')).reduce(
    (product, { value }) => product * Math.max(1, itemsOf(value).length),
    1,
  );
  const run = scalarOf(memberOf(step, 'run'));
  const command = run === null ? '' : shorten(run.text.trim().split('\n', 1)[0] ?? '', 50);
  return [...(count > 1 ? [`× ${count}`] : []), ...(command === '' ? [] : [command])].join(' · ');
}

function variableSymbol(text: string, member: MapMember): DocumentSymbol {
  return symbol(text, member, { kind: 'variable', detail: valueText(member.value) });
}

function symbol(
  text: string,
  { key, keySpan, value }: MapMember,
  more: Partial<Pick<DocumentSymbol, 'kind' | 'detail' | 'children'>>,
): DocumentSymbol {
  const { kind = 'key', detail = '' } = more;
  // What an alias brings along stands elsewhere.
  const children = (more.children ?? []).filter((child) => child.span.start >= keySpan.start);
  const ends = [keySpan.end, endOf(text, value), ...children.map((child) => child.span.end)];
  const span: Span = { start: keySpan.start, end: Math.max(...ends) };
  return { name: shorten(key), detail, kind, span, nameSpan: keySpan, children };
}

/** Where a value ends without the white space that YAML counts to it. */
export function endOf(text: string, node: TextNode | null): number {
  if (node === null) return 0;
  let { end } = node.span;
  while (end > node.span.start && /\s/.test(text[end - 1] ?? '')) end--;
  return end;
}
