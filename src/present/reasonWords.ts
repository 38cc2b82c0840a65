import type { StepFailure } from '../records/failures';
import type { Reason } from '../records/statusModel';
import { listText } from './amounts';
import { briefFailure, failureFacts } from './sentences';
import { valueText } from './values';

/** Why a step is not fresh, in a few words: `train.lr 0.1 → 0.2`, `after prepare`, `y.txt changed`. */
export function reasonWords(reason: Reason): string {
  switch (reason.kind) {
    case 'never-run':
      return 'never run';
    case 'input':
      return `${listText(reason.paths, 3)} changed`;
    case 'param':
      return `${reason.key} ${valueText(reason.was, 30)} → ${valueText(reason.is, 30)}`;
    case 'variable':
      return `variable ${reason.name} ${valueText(reason.was, 30)} → ${valueText(reason.is, 30)}`;
    case 'lock':
      return reason.path === null ? 'the lock file changed' : `lock file ${reason.path} changed`;
    case 'command':
      return `${COMMAND_PARTS[reason.part]} changed`;
    case 'after':
      return `after ${reason.step}`;
    case 'environment':
      return reason.what.length === 0
        ? 'environment changed'
        : `environment changed: ${listText(reason.what, 3)}`;
    case 'output-missing':
      return `${listText(reason.paths, 3)} missing`;
    case 'output-changed':
      return `${listText(reason.paths, 3)} changed by hand`;
    case 'failed':
      return failedWords(reason.failure ?? null);
    case 'not-reusable':
      return 'files changed while it last ran';
    case 'bytes-gone':
      return `bytes of ${listText(reason.paths, 3)} are gone`;
    case 'asked':
      return 'reuse is switched off';
  }
}

/** All reasons of a step in a row, the first one leading. */
export function reasonsText(reasons: readonly Reason[]): string {
  return reasons.map(reasonWords).join('; ');
}

function failedWords(failure: StepFailure | null): string {
  if (failure === null) return 'did not end well last time';
  if (failure.code === 'step-cancelled') return 'was cancelled last time';
  if (failure.code === 'step-timeout') return `${briefFailure(failureFacts(failure))} last time`;
  return `failed last time (${briefFailure(failureFacts(failure))})`;
}

const COMMAND_PARTS: Readonly<Record<Extract<Reason, { kind: 'command' }>['part'], string>> = {
  commands: 'command',
  shell: 'shell',
  outputs: 'output paths',
  'working-folder': 'working folder',
};
