import * as vscode from 'vscode';

import { olderFirst, runChoices, versionChoices } from '../../present/choices';
import type { Choice } from '../../present/choices';
import type { VersionHead } from '../../records/pastModel';
import type { Pipeline } from '../pipelines/pipeline';
import { momentText } from '../sidebar/moments';
import { choosePipeline, nodeOf, pick, placeOf } from './choose';
import type { Target } from './choose';
import type { Services } from './services';

/** *Open Report…*: the report of a version's last verify. */
export async function openReport(services: Services, target: Target): Promise<void> {
  await open(services, target, false);
}

/** *Show First Difference*: the same, at the place where it began. */
export async function showFirstDifference(services: Services, target: Target): Promise<void> {
  await open(services, target, true);
}

async function open(services: Services, target: Target, first: boolean): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined) return;
  const place = placeOf(target);
  const step = place?.step === undefined ? {} : { step: place.step };
  const ofRun = place?.run;
  if (ofRun !== undefined) {
    await services.pages.openReport(pipeline, ofRun, { first, ...step });
    return;
  }
  const verified = verifiedVersions(pipeline, first);
  const named = verified.find(({ label }) => label === place?.label);
  if (place?.label !== undefined && named === undefined) {
    // never the report of another version than the one that was asked of
    await tellNoReport(pipeline, place.label, first);
    return;
  }
  const choices = versionChoices(pipeline.view, Date.now()).filter(({ value }) =>
    verified.some(({ label }) => label === value),
  );
  const label =
    named?.label ?? (choices.length === 1 ? choices[0] : await chosenOf(choices, pipeline))?.value;
  const last = verified.find((version) => version.label === label)?.last;
  if (last) await services.pages.openReport(pipeline, last.run, { first, ...step });
}

async function chosenOf(
  choices: readonly Choice<string>[],
  { file }: Pipeline,
): Promise<Choice<string> | undefined> {
  if (choices.length > 0) return pick(choices, 'The report of which version?');
  const verify = 'Re-run & Verify…';
  const chosen = await vscode.window.showInformationMessage(
    'There is no such report yet: verify a version first.',
    verify,
  );
  if (chosen === verify) await vscode.commands.executeCommand('reprise.verify', { file });
  return undefined;
}

async function tellNoReport(
  { file, view }: Pipeline,
  label: string,
  first: boolean,
): Promise<void> {
  const verify = 'Re-run & Verify';
  const isVerified = view.past?.versions.some((one) => one.label === label && one.last !== null);
  const chosen = await vscode.window.showInformationMessage(
    first && isVerified === true
      ? `${label}: its last verify found no difference.`
      : `${label}: not verified yet.`,
    verify,
  );
  if (chosen === verify) await vscode.commands.executeCommand('reprise.verify', { file, label });
}

function verifiedVersions({ view }: Pipeline, different: boolean): VersionHead[] {
  return (view.past?.versions ?? []).filter(
    ({ last }) => last !== null && (!different || last.began !== null),
  );
}

/** *Compare…*: two versions, two runs, or one of each, side by side. */
export async function compareTwo(
  services: Services,
  target: Target,
  selected?: readonly unknown[],
): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined) return;
  const sides = sidesOf(selected ?? [], pipeline);
  const own = placeOf(target);
  const one = sides[0] ?? own?.label ?? own?.run ?? (await chooseSide(pipeline, 'Compare what?'));
  if (one === undefined) return;
  const other = sides[1] ?? (await chooseSide(pipeline, `Compare ${one} with what?`, one));
  if (other === undefined) return;
  const [was, is] = olderFirst(pipeline.view, [one, other]);
  await services.pages.compare(pipeline, was, is);
}

/** Two rows selected in the tree. */
function sidesOf(selected: readonly unknown[], pipeline: Pipeline): string[] {
  const nodes = selected.flatMap((one) => nodeOf(one, 'version', 'run') ?? []);
  const ours = nodes.filter(({ file }) => file === pipeline.file);
  if (ours.length !== 2) return [];
  return ours.map((one) => (one.kind === 'version' ? one.label : one.id));
}

async function chooseSide(
  { view }: Pipeline,
  placeHolder: string,
  but?: string,
): Promise<string | undefined> {
  const now = Date.now();
  const runs = runChoices(view, { now, moment: (at) => momentText(at, now) });
  const ended = new Set(
    (view.past?.runs ?? []).filter(({ status }) => status !== 'running').map(({ id }) => id),
  );
  const choices = [
    ...versionChoices(view, now),
    ...runs.filter(({ value }) => ended.has(value)),
  ].filter(({ value }) => value !== but);
  return (await pick(choices, placeHolder))?.value;
}
