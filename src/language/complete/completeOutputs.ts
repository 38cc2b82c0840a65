import { hasExpression } from '../../pipeline/expressions';
import type { Completion } from '../editorModel';
import { writtenPaths } from '../stepTexts';

import { reference } from './openExpression';
import type { OpenExpression } from './openExpression';

/** More than this nobody reads through; typing a part of the name brings the rest. */
const MOST = 500;

/** The outputs of the other steps, each as the whole reference that stands for it. */
export function completeOutputs(expression: OpenExpression): readonly Completion[] {
  const { document, step, typed } = expression;
  const wanted = typed.slice('steps.'.length).toLowerCase();
  const found: Completion[] = [];
  for (const instance of document.instances()) {
    if (found.length >= MOST) break;
    if (instance.member.key === step?.key) continue;
    if (!isWithin(wanted, instance.name.toLowerCase())) continue;
    for (const [at, output] of writtenPaths(instance.node, 'outputs').entries()) {
      if (output === null) continue;
      const written = `steps.${instance.name}.outputs[${at}]`;
      const detail = filled(output.path.text, instance.values);
      found.push(reference(expression, written, { kind: 'output', detail, rank: found.length }));
    }
  }
  return found;
}

/** Whether a name could still be meant: its letters come in this order. */
function isWithin(wanted: string, name: string): boolean {
  const whole = `${name}.outputs`;
  let at = 0;
  for (const letter of wanted.replace(/\[.*$/, '')) {
    at = whole.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function filled(path: string, values: ReadonlyMap<string, string>): string {
  if (!hasExpression(path)) return path;
  return path.replaceAll(/\$\{\{\s*matrix\.([\w-]+)\s*\}\}/g, (whole, key: string) => {
    return values.get(key) ?? whole;
  });
}
