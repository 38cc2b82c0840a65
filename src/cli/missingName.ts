import { failed } from '../base/result';
import { listText } from '../present/amounts';
import type { Does } from './call';
import { knownNames } from './completion/knownNames';

/** Whether a message of wrong use says that a version, or a side to compare, was not named. */
export function lacksVersion(message: string): boolean {
  return /missing required argument '(?:version|was|is)'/i.test(message);
}

/** Answers a call that names no version with those that are saved; the hint behind the first line stays behind it. */
export function tellSaved(does: Does, message: string): Promise<void> {
  return does(async (call) => {
    const names = await knownNames(call, 'version', []);
    const saved =
      names.length === 0 ? 'No version is saved here yet.' : `Saved: ${listText(names, 10)}.`;
    const [first = '', ...rest] = message.split('\n');
    return failed({ code: 'usage', message: [`${first} ${saved}`, ...rest].join('\n') });
  });
}
