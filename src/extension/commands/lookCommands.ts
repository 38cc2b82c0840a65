import * as vscode from 'vscode';

import type { OutputFacts } from '../../records/pastModel';
import type { Pipeline } from '../pipelines/pipeline';
import { choosePipeline, chooseRun, chooseVersion, nodeOf, placeOf } from './choose';
import type { Target } from './choose';
import type { Services } from './services';

/** *Show Log…*: what the steps of a run printed; of one step its log as a document. */
export async function showLog(services: Services, target: Target): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined) return;
  const row = nodeOf(target, 'log', 'run-step');
  if (row !== undefined) {
    const log = row.kind === 'log' ? row.log : await lastLog(pipeline, row.id, row.step);
    if (log !== undefined) {
      await vscode.window.showTextDocument(vscode.Uri.file(log), { preview: true });
      return;
    }
  }
  const id = await chooseRun(pipeline, target, 'The log of which run?');
  if (id !== undefined) services.runs.showRun(pipeline, id);
}

async function lastLog(pipeline: Pipeline, id: string, step: string): Promise<string | undefined> {
  const detail = await pipeline.run(id);
  return detail?.steps.find(({ name }) => name === step)?.logs.at(-1);
}

/** Shows where a step stands in its pipeline file. */
export async function revealStep(services: Services, target: Target): Promise<void> {
  const place = placeOf(target);
  const pipeline = place === undefined ? undefined : services.pipelines.of(place.file);
  if (place === undefined || pipeline === undefined) return;
  const line = pipeline.view.head?.steps.find(({ name }) => name === place.step)?.line ?? 1;
  const at = new vscode.Position(line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.file(pipeline.file), {
    selection: new vscode.Range(at, at),
    preserveFocus: false,
  });
}

/** Opens the saved bytes of an output, read-only. */
export async function openOutput(services: Services, target: Target): Promise<void> {
  const row = nodeOf(target, 'version-output', 'run-output', 'version-file');
  const pipeline = row === undefined ? undefined : services.pipelines.of(row.file);
  if (row === undefined || pipeline === undefined) return;
  const of = row.kind === 'run-output' ? row.id : row.label;
  const path = row.kind === 'version-file' ? row.path : `outputs/${row.path}`;
  await services.pages.openSaved(pipeline, of, path);
}

/** *Browse Version Files…*: everything a version saved, read-only. */
export async function browseFiles(services: Services, target: Target): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined) return;
  const label = await chooseVersion(pipeline, target, 'Browse the files of which version?');
  if (label === undefined) return;
  for (let folder: string | null = ''; folder !== null;) {
    folder = await openIn(services, pipeline, { label, folder });
  }
}

/** Lets a person choose in a folder of a version; the folder they went into, or null where they are done. */
async function openIn(
  services: Services,
  pipeline: Pipeline,
  { label, folder }: { readonly label: string; readonly folder: string },
): Promise<string | null> {
  const rows = await services.pages.filesOf(pipeline, { label, folder });
  const up = folder === '' ? [] : [{ label: '$(arrow-up) ..', path: parentOf(folder), goes: true }];
  const names = rows.flatMap(({ node, label: name, folding }) =>
    node.kind !== 'version-file'
      ? []
      : [
          {
            label: `$(${folding === 'none' ? 'file' : 'folder'}) ${name}`,
            path: node.path,
            goes: folding !== 'none',
          },
        ],
  );
  const placeHolder = folder === '' ? `What ${label} saved` : `${label} › ${folder}`;
  const picked = await vscode.window.showQuickPick([...up, ...names], { placeHolder });
  if (picked?.goes === true) return picked.path;
  if (picked !== undefined) await services.pages.openSaved(pipeline, label, picked.path);
  return null;
}

function parentOf(folder: string): string {
  return folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '';
}

/** *Copy Digest*: of an output its own, of a version that of its snapshot. */
export async function copyDigest(services: Services, target: Target): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined) return;
  const digest = (await outputDigest(pipeline, target)) ?? (await snapshotOf(pipeline, target));
  if (digest === undefined) return;
  await vscode.env.clipboard.writeText(digest);
  vscode.window.setStatusBarMessage(`Copied ${digest.slice(0, 19)}…`, 3000);
}

async function outputDigest(pipeline: Pipeline, target: Target): Promise<string | undefined> {
  const row = nodeOf(target, 'version-output', 'run-output');
  if (row === undefined) return undefined;
  const detail =
    row.kind === 'version-output' ? await pipeline.version(row.label) : await pipeline.run(row.id);
  const steps: readonly { readonly name: string; readonly outputs: readonly OutputFacts[] }[] =
    detail?.steps ?? [];
  const step = steps.find(({ name }) => name === row.step);
  return step?.outputs.find(({ path }) => path === row.path)?.digest ?? undefined;
}

async function snapshotOf(pipeline: Pipeline, target: Target): Promise<string | undefined> {
  const { past } = pipeline.view;
  const run = placeOf(target)?.run;
  if (run !== undefined) return past?.runs.find(({ id }) => id === run)?.snapshot ?? undefined;
  const label = await chooseVersion(pipeline, target, 'Copy the snapshot of which version?');
  return past?.versions.find((version) => version.label === label)?.snapshot;
}

/** Shows a page of runs more below *Runs*. */
export async function showMoreRuns(services: Services, target: Target): Promise<void> {
  const place = placeOf(target);
  await (place && services.pipelines.of(place.file))?.showMore();
}

/** What a pipeline offers, asked from the status bar. */
export async function pipelineActions(services: Services, target: Target): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined) return;
  const { file } = pipeline;
  const rows = ACTIONS.map(([icon, label, command]) => ({ label: `$(${icon}) ${label}`, command }));
  const picked = await vscode.window.showQuickPick(rows, { placeHolder: pipeline.view.shown });
  if (picked !== undefined) await vscode.commands.executeCommand(picked.command, { file });
}

const ACTIONS = [
  ['play', 'Run Pipeline', 'reprise.run'],
  ['bookmark', 'Save Version…', 'reprise.saveVersion'],
  ['sync', 'Re-run & Verify…', 'reprise.verify'],
  ['file-text', 'Open Report…', 'reprise.openReport'],
  ['diff', 'Compare…', 'reprise.compare'],
  ['output', 'Show Log…', 'reprise.showLog'],
] as const;
