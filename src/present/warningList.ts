import type { Warning } from '../records/warnings';
import { listText } from './amounts';
import { warningSentence } from './warningWords';

/** What warnings mean: a sentence each, but one for all steps that were reused beside the same other files. */
export function warningSentences(warnings: readonly Warning[]): string[] {
  const groups = new Map<string, OtherCode[]>();
  const rows = warnings.map((warning) => {
    if (warning.code !== 'reused-other-code') return warning;
    const group = groups.get(whyOf(warning)) ?? [];
    groups.set(whyOf(warning), group);
    group.push(warning);
    return group.length === 1 ? warning : null;
  });
  return rows.flatMap((warning) => {
    if (warning === null) return [];
    const group = warning.code === 'reused-other-code' ? groups.get(whyOf(warning)) : undefined;
    return [group && group.length > 1 ? sentenceOf(warning, group) : warningSentence(warning)];
  });
}

type OtherCode = Extract<Warning, { readonly code: 'reused-other-code' }>;

function sentenceOf(warning: Warning, group: readonly OtherCode[]): string {
  const [first] = group;
  if (first === undefined) return warningSentence(warning);
  const steps = listText(
    group.map(({ step }) => step),
    FEW,
  );
  return (
    `${steps} were reused from run ${first.run}, which saw other undeclared files: ` +
    `${listText(first.paths)}. Declare them as inputs where a step reads them.`
  );
}

function whyOf({ run, paths }: OtherCode): string {
  return [run, ...paths].join('\0');
}

/** Steps named. */
const FEW = 5;
