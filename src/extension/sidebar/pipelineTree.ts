import * as vscode from 'vscode';

import type { OutlineItem, OutlineNode } from '../../present/outline/outlineModel';
import {
  badVersions,
  note,
  pipelineChildren,
  pipelineItem,
  workspaceChildren,
} from '../../present/outline/pipelineItems';
import {
  runChildren,
  runEnvironment,
  runItems,
  runStepChildren,
} from '../../present/outline/runItems';
import type { RunWords } from '../../present/outline/runItems';
import {
  environmentItems,
  versionChildren,
  versionItems,
  versionOutputs,
} from '../../present/outline/versionItems';
import type { Pipeline } from '../pipelines/pipeline';
import type { PipelineChange, Pipelines } from '../pipelines/pipelines';
import { ChangedRows } from './changedRows';
import { GivenRows, TOP } from './givenRows';
import { momentText } from './moments';
import { tooltipOf, treeItem } from './treeItem';

/** The sidebar's tree: rows are made by `present`, from what `Pipelines` knows. */
export class PipelineTree implements vscode.TreeDataProvider<OutlineItem> {
  readonly #pipelines: Pipelines;
  readonly #files: FilesOf;
  readonly #changed = new vscode.EventEmitter<OutlineItem | OutlineItem[] | undefined>();
  readonly #given = new GivenRows();
  readonly #changedRows = new ChangedRows(this.#given);
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(pipelines: Pipelines, files: FilesOf) {
    this.#pipelines = pipelines;
    this.#files = files;
    pipelines.onDidChangeList(() => {
      this.#changedRows.keepOnly(new Set(pipelines.list.map(({ file }) => file)));
      this.#changed.fire(undefined);
    });
    pipelines.onDidChange((change) => this.#update(change));
  }

  getTreeItem(item: OutlineItem): vscode.TreeItem {
    return treeItem(item);
  }

  resolveTreeItem(shown: vscode.TreeItem, item: OutlineItem): vscode.TreeItem {
    shown.tooltip = tooltipOf(item);
    return shown;
  }

  async getChildren(parent?: OutlineItem): Promise<OutlineItem[]> {
    if (parent === undefined) await this.#pipelines.found;
    const rows = parent === undefined ? this.#roots() : await this.#below(parent.node);
    return this.#given.keepBelow(parent?.id ?? TOP, rows);
  }

  getParent(): undefined {
    return undefined;
  }

  /** The bad versions of all pipelines, as the container's badge. */
  badge(): vscode.ViewBadge | undefined {
    const { count, words } = badVersions(this.#pipelines.list.map(({ view }) => view));
    return count === 0 ? undefined : { value: count, tooltip: words };
  }

  #update({ pipeline: { view }, what }: PipelineChange): void {
    const rows =
      what === 'past'
        ? this.#changedRows.afterPast(view, words())
        : this.#changedRows.afterOther(view, what);
    if (rows === undefined || rows.length > 0) this.#changed.fire(rows);
  }

  #roots(): OutlineItem[] {
    return this.#pipelines.list.map(({ view }) => pipelineItem(view));
  }

  async #below(node: OutlineNode): Promise<OutlineItem[]> {
    const pipeline = this.#pipelines.of(node.file);
    if (pipeline === undefined) return [];
    switch (node.kind) {
      case 'pipeline':
        return pipelineChildren(pipeline.view);
      case 'workspace':
        return workspaceChildren(pipeline.view);
      case 'versions':
        return versionItems(pipeline.view, Date.now());
      case 'runs':
        return runItems(pipeline.view, words());
      case 'version':
      case 'version-step':
      case 'version-environment':
        return this.#belowVersion(pipeline, node);
      case 'version-files':
        return this.#files(pipeline, { label: node.label, folder: '' });
      case 'version-file':
        return this.#files(pipeline, { label: node.label, folder: node.path });
      case 'run':
      case 'run-step':
      case 'run-environment':
        return this.#belowRun(pipeline, node);
      case 'standing':
      case 'damaged':
      case 'version-output':
      case 'run-output':
      case 'log':
      case 'more':
      case 'note':
        return [];
    }
  }

  async #belowVersion(
    pipeline: Pipeline,
    node: Extract<OutlineNode, { label: string }>,
  ): Promise<OutlineItem[]> {
    const { file } = pipeline;
    const detail = await pipeline.version(node.label);
    if (!detail) return [note(file, `${node.label} gone`, 'This version can no longer be read')];
    if (node.kind === 'version-step') return versionOutputs(file, detail, node.step);
    return node.kind === 'version-environment'
      ? environmentItems(file, detail)
      : versionChildren(file, detail);
  }

  async #belowRun(
    pipeline: Pipeline,
    node: Extract<OutlineNode, { id: string }>,
  ): Promise<OutlineItem[]> {
    const { file } = pipeline;
    const detail = await pipeline.run(node.id);
    if (!detail) return [note(file, `${node.id} gone`, 'The record of this run cannot be read')];
    if (node.kind === 'run-step') return runStepChildren(file, detail, node.step);
    return node.kind === 'run-environment'
      ? runEnvironment(file, detail)
      : runChildren(file, detail, Date.now());
  }
}

/** Gives the rows of a folder of a saved version; the top one is empty. */
export type FilesOf = (
  pipeline: Pipeline,
  of: { readonly label: string; readonly folder: string },
) => Promise<OutlineItem[]>;

function words(): RunWords {
  const now = Date.now();
  return { now, moment: (at) => momentText(at, now) };
}
