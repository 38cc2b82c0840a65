import type { OutlineItem, PipelineView } from '../../present/outline/outlineModel';
import {
  pipelineChildren,
  pipelineItem,
  workspaceChildren,
} from '../../present/outline/pipelineItems';
import { runItems } from '../../present/outline/runItems';
import type { RunWords } from '../../present/outline/runItems';
import { versionItems } from '../../present/outline/versionItems';
import type { GivenRows } from './givenRows';

/**
 * Finds the rows to draw anew after the past of a pipeline was read again, which happens every second while a run is
 * live. Below a row that is drawn anew VS Code asks for everything that is open, a thousand rows where there are a
 * thousand steps, so that a row which still says the same is left alone.
 */
export class ChangedRows {
  readonly #given: GivenRows;
  /** What was known of the versions of a pipeline when their rows were last drawn, by its file. */
  readonly #versions = new Map<string, string>();
  /** When a live run was last drawn, by its id. */
  readonly #drawn = new Map<string, number>();

  constructor(given: GivenRows) {
    this.#given = given;
  }

  /** The rows, as VS Code knows them; undefined: all there are, because it does not know the first one yet. */
  afterPast(view: PipelineView, words: RunWords): OutlineItem[] | undefined {
    const given = this.#given;
    const top = pipelineItem(view);
    const areVersionsOther = this.#areVersionsOther(view);
    if (given.get(top.id) === undefined) return undefined;
    const sections = pipelineChildren(view);
    const isOther = given.isOtherBelow(top.id, sections);
    // what a row says of itself is made with the row above it, so that one is made anew before
    const others = new Set(given.changedAmong(sections));
    const [changed] = given.changedAmong([top]);
    if (isOther || changed !== undefined) return [given.keep(top)];
    return sections.flatMap((section) => {
      const row = given.get(section.id);
      if (row === undefined) return [];
      given.keep(section);
      const below = belowOf(row, view, words);
      const isAnew =
        others.has(row) ||
        given.isOtherBelow(row.id, below) ||
        (row.node.kind === 'versions' && areVersionsOther);
      const changed = isAnew ? [] : this.#among(below, view, words.now);
      // VS Code holds each of several rows against each other one
      return isAnew || changed.length > MOST_APART ? [row] : changed;
    });
  }

  /** The same after something else than the past changed: how the steps stand, or anything. */
  afterOther(view: PipelineView, what: 'all' | 'standing'): OutlineItem[] | undefined {
    const given = this.#given;
    const top = pipelineItem(view);
    const sections = pipelineChildren(view);
    if (given.get(top.id) === undefined) return undefined;
    const isOther = given.isOtherBelow(top.id, sections);
    const [changed] = given.changedAmong([top]);
    given.changedAmong(sections);
    const workspace = sections.find(({ node }) => node.kind === 'workspace');
    const known = workspace && given.get(workspace.id);
    const isWhole = what === 'all' || isOther || changed !== undefined || known === undefined;
    return [isWhole ? given.keep(top) : known];
  }

  /** Lets go of what is kept of pipelines that are in the window no more. */
  keepOnly(files: ReadonlySet<string>): void {
    for (const file of this.#versions.keys()) if (!files.has(file)) this.#versions.delete(file);
  }

  /** The steps of a live run change without its own row; of one with very many they are drawn less often. */
  #among(rows: readonly OutlineItem[], { past }: PipelineView, now: number): OutlineItem[] {
    const changed = new Set(this.#given.changedAmong(rows));
    for (const row of rows) {
      if (row.node.kind !== 'run') continue;
      const { id } = row.node;
      const run = past?.runs.find((one) => one.id === id);
      const known = this.#given.get(row.id);
      if (known === undefined) continue;
      if (run?.status !== 'running') this.#drawn.delete(id);
      else if (now - (this.#drawn.get(id) ?? 0) < run.steps * EACH_STEP_MS) changed.delete(known);
      else {
        this.#drawn.set(id, now);
        changed.add(known);
      }
    }
    return [...changed];
  }

  #areVersionsOther({ file, past }: PipelineView): boolean {
    const heads = past?.versions.map(({ label, run, message, last }) => [
      label,
      run,
      message,
      last?.run,
    ]);
    const text = JSON.stringify([heads, past?.damaged]);
    const isOther = this.#versions.get(file) !== text;
    this.#versions.set(file, text);
    return isOther;
  }
}

/** The rows below one of those that stand below a pipeline. */
function belowOf({ node }: OutlineItem, view: PipelineView, words: RunWords): OutlineItem[] {
  if (node.kind === 'workspace') return workspaceChildren(view);
  if (node.kind === 'versions') return versionItems(view, words.now);
  return node.kind === 'runs' ? runItems(view, words) : [];
}

/** Of more rows than so many the one above them is drawn anew, with all of them. */
const MOST_APART = 20;

/** A run of 200 steps is drawn once a second, one of a thousand every five. */
const EACH_STEP_MS = 5;
