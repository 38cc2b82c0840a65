import * as vscode from 'vscode';

import type { OutlineItem, OutlineNode } from '../../present/outline/outlineModel';
import { nameOf } from '../../present/outline/pipelineItems';
import { runChoices, stepChoices, versionChoices } from '../../present/choices';
import type { Choice } from '../../present/choices';
import type { RunHead } from '../../records/pastModel';
import type { Icon } from '../../present/icons';
import { momentText } from '../sidebar/moments';
import type { Pipeline } from '../pipelines/pipeline';
import type { Pipelines } from '../pipelines/pipelines';

/** What a command was called on: a row of the tree, a file, a place in an editor, or nothing. */
export type Target = OutlineItem | vscode.Uri | CommandPlace | undefined;

/** Where a lens, a button or a task called a command. */
export interface CommandPlace {
  readonly file: string;
  readonly step?: string;
  readonly label?: string;
  readonly run?: string;
}

/** The row of the tree a command was called on, of one of these kinds. */
export function nodeOf<K extends OutlineNode['kind']>(
  target: unknown,
  ...kinds: readonly K[]
): Extract<OutlineNode, { kind: K }> | undefined {
  const node: OutlineNode | undefined = (target as OutlineItem | undefined)?.node;
  const fits = node !== undefined && kinds.includes(node.kind as K);
  return fits ? (node as Extract<OutlineNode, { kind: K }>) : undefined;
}

/** Where in a pipeline the command was called: by row or by lens. */
export function placeOf(target: Target): CommandPlace | undefined {
  if (target === undefined) return undefined;
  if (target instanceof vscode.Uri) return { file: target.fsPath };
  if (!('node' in target)) return target;
  const { node } = target;
  return {
    file: node.file,
    ...('step' in node ? { step: node.step } : {}),
    ...('label' in node ? { label: node.label } : {}),
    ...('id' in node ? { run: node.id } : {}),
  };
}

/** The pipeline that is meant: of the target, else of the editor, else the only one, else asked for. */
export async function choosePipeline(
  pipelines: Pipelines,
  target: Target,
): Promise<Pipeline | undefined> {
  await pipelines.found;
  const place = placeOf(target);
  if (place !== undefined) {
    const named = pipelines.of(place.file);
    if (named === undefined) {
      const shown = vscode.workspace.asRelativePath(place.file);
      void vscode.window.showInformationMessage(`${shown} is no pipeline file of this window.`);
    }
    return named;
  }
  const editor = vscode.window.activeTextEditor?.document.uri;
  const ofEditor = editor?.scheme === 'file' ? pipelines.of(editor.fsPath) : undefined;
  if (ofEditor !== undefined) return ofEditor;
  const { list } = pipelines;
  if (list.length <= 1) {
    if (list.length === 0) await tellNoPipeline();
    return list[0];
  }
  const picked = await vscode.window.showQuickPick(
    list.map((pipeline) => ({
      label: nameOf(pipeline.view),
      description: pipeline.view.shown,
      pipeline,
    })),
    { placeHolder: 'Which pipeline?', matchOnDescription: true },
  );
  return picked?.pipeline;
}

async function tellNoPipeline(): Promise<void> {
  const create = 'Create a Pipeline';
  const example = 'Open the Example';
  const chosen = await vscode.window.showInformationMessage(
    'There is no pipeline file in this window.',
    create,
    example,
  );
  if (chosen === create) await vscode.commands.executeCommand('reprise.createPipeline');
  if (chosen === example) await vscode.commands.executeCommand('reprise.openExample');
}

/** A saved version: the target's, else asked for, the likeliest first. */
export async function chooseVersion(
  pipeline: Pipeline,
  target: Target,
  placeHolder: string,
): Promise<string | undefined> {
  const label = placeOf(target)?.label;
  if (label !== undefined) return label;
  const choices = versionChoices(pipeline.view, Date.now());
  if (choices.length === 0) {
    await tellNothingSaved(pipeline);
    return undefined;
  }
  return (await pick(choices, placeHolder))?.value;
}

async function tellNothingSaved({ file, view }: Pipeline): Promise<void> {
  const save = 'Save Version…';
  const run = 'Run';
  const ran = (view.past?.runs.length ?? 0) > 0;
  const chosen = await vscode.window.showInformationMessage(
    ran
      ? `${nameOf(view)}: nothing is saved yet.`
      : `${nameOf(view)}: nothing has run yet. Run it, then save a version of it.`,
    ran ? save : run,
  );
  if (chosen === save) await vscode.commands.executeCommand('reprise.saveVersion', { file });
  if (chosen === run) await vscode.commands.executeCommand('reprise.run', { file });
}

/** A run: the target's, else one that may be meant is asked for. */
export async function chooseRun(
  { view }: Pipeline,
  target: Target,
  placeHolder: string,
  mayBe: (run: RunHead) => boolean = () => true,
): Promise<string | undefined> {
  const run = placeOf(target)?.run;
  if (run !== undefined) return run;
  const now = Date.now();
  const all = view.past?.runs ?? [];
  const meant = new Set(all.filter(mayBe).map(({ id }) => id));
  const choices = runChoices(view, { now, moment: (at) => momentText(at, now) });
  const rows = choices.filter(({ value }) => meant.has(value));
  if (rows.length === 0) {
    const why = all.length === 0 ? 'nothing has run yet' : 'there is no such run';
    void vscode.window.showInformationMessage(`${nameOf(view)}: ${why}.`);
    return undefined;
  }
  return (await pick(rows, placeHolder))?.value;
}

/** A step: the target's, else asked for. */
export async function chooseStep(
  pipeline: Pipeline,
  target: Target,
  placeHolder: string,
): Promise<string | undefined> {
  const step = placeOf(target)?.step;
  if (step !== undefined) return step;
  return (await pick(stepChoices(pipeline.view), placeHolder))?.value;
}

/** Lets a person choose among these, the first one being chosen by Enter. */
export async function pick<T>(
  choices: readonly Choice<T>[],
  placeHolder: string,
): Promise<Choice<T> | undefined> {
  const rows = choices.map(({ label, description, detail, icon, value }) => ({
    label,
    description,
    ...(detail === undefined ? {} : { detail }),
    ...(icon === null ? {} : { iconPath: themeIcon(icon) }),
    value,
    icon,
  }));
  return vscode.window.showQuickPick(rows, {
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
}

function themeIcon({ id, color }: Icon): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));
}
