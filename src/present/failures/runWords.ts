import type { RunFailure } from '../../records/failures';
import { countText, listText } from '../amounts';
import type { WordsFor } from './wordsFor';

/** Words for why a run as a whole did not happen or did not end well. */
export const runWords: WordsFor<RunFailure> = {
  'pipeline-has-problems': ({ file, problems }) => {
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    return `${file} has ${countText(errors, 'error')}, so nothing was done with it. Mend what is listed.`;
  },
  'pipeline-busy': ({ run, pid, host, outputs }) =>
    `Run ${run} (process ${pid} on ${host}) is at work ` +
    `${outputs.length === 0 ? 'on this pipeline' : `and writes ${listText(outputs)} too`}. ` +
    `Wait for it, or \`reprise cancel ${run}\`; if that process is surely gone, --take-over.`,
  'interpreter-missing': ({ python, lock }) =>
    `\`environment.python\` names ${python}, and no interpreter is there. ` +
    (lock === null
      ? `Create it (\`python3 -m venv ${python}\`), or correct the path.`
      : `\`python3 -m venv ${python} && ${python}/bin/pip install -r ${lock}\` creates it.`),
  'steps-failed': ({ steps }) =>
    `${listText(steps)} failed. \`reprise logs ${steps[0] ?? ''}\` shows what it said.`,
  cancelled: () => 'Cancelled.',
  'scratch-not-usable': ({ folder, error }) =>
    `No room can be made in ${folder} (${error}). Set REPRISE_SCRATCH to a folder that can be written.`,
};
