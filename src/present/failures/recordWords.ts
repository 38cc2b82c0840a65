import type { RecordFailure } from '../../records/failures';
import { countText, listText } from '../amounts';
import { didYouMeanVersion } from '../didYouMean';
import type { WordsFor } from './wordsFor';

/** Words for what is wrong with, or missing among, the records. */
export const recordWords: WordsFor<RecordFailure> = {
  'version-unknown': ({ label, known }) =>
    known.length === 0
      ? `There is no version ${label}: nothing is saved here yet. \`reprise run\`, then \`reprise save\`.`
      : `There is no version ${label}.${didYouMeanVersion(label, known)} Saved are ${listText(known, 10)}.`,
  'version-ambiguous': ({ label, candidates }) =>
    `${label} is saved for several pipelines. Name one of ${listText(candidates, 10)}.`,
  'version-taken': ({ label, differences }) =>
    [
      `${label} is saved already, with other content; a version never changes. ` +
        'Give this one another label.',
      ...differences.map((difference) => `  ${difference}`),
    ].join('\n'),
  'version-damaged': ({ label, file }) =>
    `The record of ${label} is damaged: ${file}. Restore that file with git or from a backup.`,
  'label-invalid': ({ label }) =>
    `${JSON.stringify(label)} is no label. Begin with a letter or digit, go on with letters, digits ` +
    'and . _ + -, 64 characters at most, and no device name of Windows (con, nul, …).',
  'label-missing': () =>
    'The pipeline file has no `version:`. Name the label: `reprise save v1.0`.',
  'label-mismatch': ({ label, file }) =>
    `The pipeline file says version ${file}, not ${label}. Save it as ${file}, write the other ` +
    `label with \`reprise version ${label}\`, or name an older run with --run.`,
  'run-unknown': ({ id, isVersion, versions, steps }) => {
    if (id === 'latest') return 'Nothing has run here yet. `reprise run` runs the pipeline.';
    if (isVersion) {
      return (
        `${id} is a version, and a run is wanted here. Versions stay, and gc never takes what they ` +
        'need. `reprise runs` lists runs.'
      );
    }
    if (versions === undefined) return `There is no run ${id}. \`reprise runs\` lists them.`;
    const what = steps === undefined ? 'version or run' : 'version, run or step';
    const known = [...versions, ...(steps ?? [])];
    return [
      `There is no ${what} ${id}.${didYouMeanVersion(id, known)}`,
      ...(steps === undefined || steps.length === 0 ? [] : [`Steps: ${listText(steps, 20)}.`]),
      versions.length === 0 ? 'No version is saved yet.' : `Versions: ${listText(versions, 20)}.`,
      '`reprise runs` lists runs.',
    ].join(' ');
  },
  'run-ambiguous': ({ id, candidates }) =>
    `${countText(candidates.length, 'run')} begin with ${id}: ${listText(candidates)}. ` +
    'Write more of the id.',
  'run-damaged': ({ id, file }) =>
    `The record of run ${id} is damaged: ${file}. Restore it from a backup, or \`reprise rm ${id}\`.`,
  'run-unfinished': ({ id }) =>
    `Run ${id} has not ended. Wait for it, or end it with \`reprise cancel ${id}\`.`,
  'run-not-saveable': ({ id, why, steps }) =>
    `Run ${id} cannot be saved: ${notSaveable(why, steps)}. ${
      why === 'rerun'
        ? 'Save runs of the workspace.'
        : why === 'bytes-gone'
          ? 'Run the pipeline again, then save.'
          : 'Run the whole pipeline to its end, then save.'
    }`,
  'nothing-to-save': ({ pipeline }) =>
    `No run of the whole of ${pipeline} is on record. \`reprise run\` first, then save.`,
  'run-has-displaced': ({ id, files }) =>
    `Run ${id} keeps ${countText(files.length, 'file')} of yours that it moved aside: ${listText(files, 10)}, ` +
    `in .reprise/runs/${id}. \`reprise rm ${id} --displaced\` deletes them with the run.`,
  'run-is-live': ({ id, unknownOn }) =>
    unknownOn === undefined
      ? `Run ${id} is going on. End it first with \`reprise cancel ${id}\`.`
      : `Run ${id} has not ended, and whether it still lives on ${unknownOn} cannot be asked from here. If it ` +
        'surely does not, --take-over goes on once it has been silent for a minute.',
  'run-not-live': ({ id }) =>
    id === null
      ? 'Nothing is running here, so there is nothing to cancel.'
      : `Run ${id} has ended already, so there is nothing to cancel.`,
  'run-id-taken': ({ id }) =>
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(id)
      ? `A run of the id ${id}, or a version of that label, is on record already. Give --run-id another.`
      : `${JSON.stringify(id)} is no id for a run: begin with a letter or digit, go on with letters, ` +
        'digits and . _ -, 100 characters at most.',
  'run-pinned': ({ id }) =>
    `Run ${id} is pinned, so it stays. Let go of it first with \`reprise unpin ${id}\`.`,
  'run-saved': ({ id, versions }) =>
    `Run ${id} is what ${listText(versions)} was saved from, so it stays.`,
  'no-earlier-verify': ({ label }) =>
    `${label} was not verified yet, so there are no outcomes that today's rules could judge. ` +
    `\`reprise verify ${label}\` first.`,
};

function notSaveable(
  why: Extract<RecordFailure, { readonly code: 'run-not-saveable' }>['why'],
  about: readonly string[],
): string {
  switch (why) {
    case 'rerun':
      return `it is a re-run of ${about.length === 0 ? 'a version' : listText(about)}, which is saved already`;
    case 'targets':
      return `it ran only ${listText(about)}`;
    case 'steps':
      return `${listText(about)} did not succeed`;
    case 'bytes-gone':
      return `the bytes of ${listText(about)} are not there any more`;
    case 'incomplete':
      return 'its record does not hold everything a version needs';
    case 'failed':
      return 'it failed';
    case 'cancelled':
      return 'it was cancelled';
    case 'interrupted':
      return 'it was interrupted';
  }
}
