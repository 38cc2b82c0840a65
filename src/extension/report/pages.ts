import * as vscode from 'vscode';

import type { Pages, Services } from '../commands/services';
import { verifyAndTell } from '../commands/verifyCommands';
import { fileItems } from '../../present/outline/fileItems';
import type { ReportRef, SideRef } from '../../records/reportRef';
import type { Pipeline } from '../pipelines/pipeline';
import type { Pipelines } from '../pipelines/pipelines';
import { savedUri } from '../savedFiles/savedFileSystem';
import { askTrust } from '../trust';
import { registerReports } from './registerReports';
import type { ReportDeps } from './registerReports';
import type { ReportPlace } from './reportPanel';

/** The pages of the extension: reports, comparisons and saved files, by the names that commands use. */
export function makePages(services: Omit<Services, 'pages'>): Pages {
  const pages: Pages = {
    openReport: (pipeline, run, options = {}) => {
      const ref: ReportRef = { kind: 'verify', run, rules: 'saved' };
      reports.open({ root: rootOf(pipeline), ref }, placeIn(pipeline, run, options) ?? undefined);
      return Promise.resolve();
    },
    compare: (pipeline, was, is) => {
      const ref: ReportRef = { kind: 'compare', was: side(pipeline, was), is: side(pipeline, is) };
      reports.open({ root: rootOf(pipeline), ref });
      return Promise.resolve();
    },
    openSaved: async (pipeline, of, path) => {
      const uri = savedUri({ root: rootOf(pipeline), name: savedName(pipeline, of), path });
      await vscode.commands.executeCommand('vscode.open', uri);
    },
    filesOf: async (pipeline, { label, folder }) => {
      const reader = reports.readerOf(rootOf(pipeline));
      const listed = await reader.list({ name: savedName(pipeline, label), path: folder });
      const names = listed.ok ? (listed.value ?? []) : [];
      return fileItems({ file: pipeline.file, label, folder }, names);
    },
  };
  const reports = registerReports(services.context, depsOf({ ...services, pages }));
  return pages;
}

function depsOf(services: Services): ReportDeps {
  return {
    verifyAgain: async ({ root, pipeline: name, version }) => {
      const pipeline = pipelineOf(services.pipelines, root, name);
      if (!(await askTrust('Verifying a version'))) return null;
      const label = version.slice(version.lastIndexOf('@') + 1);
      const run = await verifyAndTell(services, pipeline, label);
      return run === null ? null : { kind: 'verify', run, rules: 'saved' };
    },
    revealStep: async ({ root, pipeline, step }) => {
      const { file } = pipelineOf(services.pipelines, root, pipeline);
      await vscode.commands.executeCommand('reprise.revealStep', { file, step });
    },
    owns: (root) => services.pipelines.owns(root),
    showLog: async ({ root, run, step }) => {
      for (const pipeline of services.pipelines.list) {
        if (rootOf(pipeline) !== root) continue;
        const detail = await pipeline.run(run);
        const log = detail?.steps.find(({ name }) => name === step)?.logs.at(-1);
        if (log !== undefined) {
          await vscode.window.showTextDocument(vscode.Uri.file(log));
          return;
        }
      }
      throw new Error(`The log of ${step} is gone.`);
    },
  };
}

function pipelineOf(pipelines: Pipelines, root: string, name: string): Pipeline {
  const found = pipelines.list.find(
    ({ view }) => view.head?.root === root && view.head.pipeline === name,
  );
  if (found === undefined) throw new Error(`${name} is not in this window.`);
  return found;
}

/** Where in a report somebody wants to look: at a step, or where it began. */
function placeIn(
  { view }: Pipeline,
  run: string,
  { first, step }: { readonly first?: boolean; readonly step?: string },
): ReportPlace | null {
  const last = view.past?.versions.find((version) => version.last?.run === run)?.last;
  if (step !== undefined) {
    const names = Object.keys(last?.steps ?? {});
    const name = names.find((one) => one === step || one.startsWith(`${step}@`)) ?? step;
    return { step: name, output: last?.steps[name]?.output ?? null };
  }
  return first === true ? (last?.began ?? null) : null;
}

function side(pipeline: Pipeline, name: string): SideRef {
  const isVersion = pipeline.view.past?.versions.some(({ label }) => label === name) ?? false;
  return isVersion
    ? { kind: 'version', version: savedName(pipeline, name) }
    : { kind: 'run', run: name };
}

/** A version by its whole name, a run by its id. */
function savedName({ view }: Pipeline, name: string): string {
  const isVersion = view.past?.versions.some(({ label }) => label === name) ?? false;
  return isVersion && view.head !== null ? `${view.head.pipeline}@${name}` : name;
}

function rootOf({ view, folder }: Pipeline): string {
  return view.head?.root ?? folder;
}
