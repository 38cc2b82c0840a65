import type { Warning } from '../records/warnings';
import { listText, sizeText } from './amounts';

/** What a warning means and what to do, for every warning there is. */
export function warningSentence(warning: Warning): string {
  switch (warning.code) {
    case 'files-too-large':
      return (
        `Left out of the version for their size (${sizeText(warning.bytes)}), being neither tracked nor ` +
        `declared: ${listText(warning.paths)}. Declare as inputs what steps need; have the rest ignored.`
      );
    case 'files-unreadable':
      return (
        `Left out of the version because you may not read them: ${listText(warning.paths)}. ` +
        'Permit it where they matter; have the rest ignored.'
      );
    case 'names-not-portable':
      return (
        `Not taken, because other file systems take these names for git's or Reprise's own: ${listText(warning.paths)}. ` +
        'Give them other names where they matter; have the rest ignored.'
      );
    case 'links-lead-out':
      return (
        `Links out of the project are not captured: ${listText(warning.paths)}. ` +
        'Declare as inputs those that steps read.'
      );
    case 'products':
      return (
        `Written but declared by no step: ${listText(warning.paths)}. They are no part of the version; ` +
        'declare as outputs what matters.'
      );
    case 'environment-written':
      return (
        `Written into an environment folder by a run: ${listText(warning.paths)}. A room is linked to that ` +
        'folder, so a re-run would find them there, and its steps are at best "cannot be compared". Have steps ' +
        'write elsewhere, and remove these.'
      );
    case 'source-written':
      return (
        `Taken as source, although it changed while an earlier run went on: ${listText(warning.paths)}. ` +
        'If a step wrote it, declare it among its outputs.'
      );
    case 'changed-during-run':
      return (
        `Changed while the run went on: ${listText(warning.paths)}` +
        `${warning.steps.length === 0 ? '' : ` (during ${listText(warning.steps)})`}. ` +
        'Steps may have seen the old or the new; run again to be sure.'
      );
    case 'input-changed-during-step':
      if (warning.shared) {
        return (
          `${listText(warning.paths)}, which the room shares with the workspace, changed before ` +
          `${warning.step} was done with it. Run it again when nothing else writes there.`
        );
      }
      return (
        `${listText(warning.paths)} changed while ${warning.step} was reading it, ` +
        'so its outcome is not reused later. Run again when nothing else writes there.'
      );
    case 'input-changed-before-step':
      return (
        `${listText(warning.paths)} changed after the run began and before ${warning.step} read it, and no ` +
        'step wrote it. If a step does, declare it among its outputs.'
      );
    case 'changed-since-run':
      return `No longer as the saved run left them: ${listText(warning.paths)}. The version keeps what the run had.`;
    case 'steps-without-outputs':
      return (
        `Nothing can be compared of ${listText(warning.steps)}: no outputs are declared. ` +
        'Declare what they write.'
      );
    case 'reused-other-code':
      return (
        `${warning.step} was reused from run ${warning.run}, which saw other undeclared files: ` +
        `${listText(warning.paths)}. Declare them as inputs if the step reads them.`
      );
    case 'contradiction':
      return (
        `${warning.step} does not reproduce: asked the same as in run ${warning.run}, in the same ` +
        'environment and code, it came out otherwise.'
      );
    case 'displaced':
      return (
        `Moved aside, to make place for outputs of ${warning.step}: ${listText(warning.paths)}. ` +
        `Nothing is lost: look in ${warning.folder}.`
      );
    case 'left-running':
      return (
        `${warning.step} left processes running, which were ended: ${listText(warning.pids.map(String))}. ` +
        'Have the step wait for what it starts.'
      );
    case 'ended-leftovers':
      return `Ended what the killed run ${warning.run} had left running: ${listText(warning.pids.map(String))}.`;
    case 'label-saved-otherwise':
      return (
        `${warning.label} is saved already, with other content` +
        `${warning.steps.length === 0 ? '' : ` (${listText(warning.steps)})`}. ` +
        'To save this run, write another label: `reprise version LABEL`.'
      );
    case 'tracked-not-judged':
      return (
        `Not judged, because ${warning.step} did not write them: ${listText(warning.paths)}. ` +
        'They are tracked by git and lie in its output folder.'
      );
    case 'never-taken-inside':
      return (
        `Not judged, because such things are never taken: ${listText(warning.paths)}. ` +
        `They lie in an output of ${warning.step}; have it write them elsewhere, or under another name.`
      );
    case 'tracked-removed':
      return (
        `${warning.step} took away files that git tracks in its output folder: ` +
        `${listText(warning.paths)}. A re-run that does not is different, and the step is not reused.`
      );
    case 'project-changed':
      return (
        `The project changed while the version was re-run: ${listText(warning.paths)}. ` +
        `${warning.steps.length === 0 ? 'Steps' : listText(warning.steps)} may have seen it, ` +
        'so nothing better than "cannot be compared" is said of them. Verify again when nothing else writes there.'
      );
    case 'not-redirected':
      return (
        `These lead from an environment folder back into the project and could not be redirected` +
        `${warning.steps ? ` for ${listText(warning.steps)}, which keeps PYTHONPATH from its Python` : ''}: ` +
        `${listText(warning.paths)}. What ran may have been today's code, so it cannot be compared.`
      );
    case 'project-named': {
      const { step, where } = warning;
      const place = where.kind === 'command' ? 'its command' : `its ${where.kind} ${where.name}`;
      return (
        `${step} names the project itself by its own path, in ${place}: in a clean room too that leads to the files of ` +
        'today, so it cannot be compared. Name them relative to the pipeline file.'
      );
    }
    case 'maybe-not-declared': {
      const { step, paths } = warning;
      return (
        `${step} may need ${listText(paths)}, which nothing declares: it is named in what ${step} printed, and is in ` +
        'the project but not in the clean room. If the step reads it, declare it as an input, then run and save.'
      );
    }
    case 'interpreter-differs':
      return (
        `The interpreter is ${warning.is}; the version was made with ${warning.was}. ` +
        'A difference may come from that.'
      );
    case 'lock-differs': {
      const { lock, packages, count } = warning;
      const named = packages.map(({ name, locked, installed }) =>
        installed === null
          ? `${name} ${locked} is not installed`
          : `${name} is ${installed} instead of ${locked}`,
      );
      const more = count > packages.length ? ` and ${count - packages.length} more` : '';
      return (
        `The environment is not what ${lock} pins: ${named.join(', ')}${more}. ` +
        `Install from ${lock}, or write it anew from what is installed.`
      );
    }
  }
}
