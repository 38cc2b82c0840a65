import { checkOutputs } from './checkOutputs';
import type { Complaints } from './complaints';
import type { Draft, DraftStep } from './draft';
import { indexOutputs, makeEdges, MOST_EDGES, reasonFor } from './edges';
import type { Edges, Writer } from './edges';
import type { Plan, PlanStep } from './model';
import { nearMiss } from './nearMiss';
import { isNeverTaken } from './neverTaken';
import { findCircle, orderSteps } from './order';
import type { PathIndex } from './pathIndex';
import { fixedPart, isPattern, matcherOf } from './patterns';
import type { ProjectReader } from './reader';
import { shorten } from './textNode';

/** Circles that are told of, and the steps of each that are named. */
const MOST_CIRCLES = 20;
const MOST_SHOWN = 8;
/** The steps of a circle whose places are told. */
const MOST_RELATED = 100;

/** Where a pipeline stands. */
export interface PlanContext {
  /** What the plan calls the pipeline: the file, or the name of one defined in code. */
  readonly pipeline: string;
  /** The pipeline file, or null for a pipeline defined in code. */
  readonly file: string | null;
  readonly folder: string;
  readonly reader: ProjectReader;
}

/** Makes the edges of a pipeline, puts its steps in order, and complains about what no run could follow. */
export function planOf(draft: Draft, context: PlanContext, complaints: Complaints): Plan {
  const writers = indexOutputs(draft.steps);
  const { edges, tooMany } = makeEdges(draft.steps, writers);
  if (tooMany !== null) complainOfEdges(tooMany, complaints);
  checkInputs(draft.steps, writers, context.reader, complaints);
  checkOutputs({ draft, writers, file: context.file, reader: context.reader }, complaints);
  const byName = new Map(draft.steps.map((step) => [step.name, step]));
  const needsOf = (name: string): Iterable<string> => edges.get(name) ?? [];
  const { order, stuck } = orderSteps([...byName.keys()], needsOf);
  complainOfCircles(stuck, edges, byName, complaints);
  const places = new Map([...byName.keys()].map((name, place) => [name, place]));
  return {
    format: 1,
    pipeline: context.pipeline,
    name: draft.name,
    python: draft.python,
    lock: draft.lock,
    folder: context.folder,
    source: draft.source,
    steps: order.flatMap((name) => {
      const step = byName.get(name);
      if (step === undefined) return [];
      const needs = [...needsOf(name)].filter((need) => byName.has(need));
      return [
        planStep(
          step,
          needs.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0)),
        ),
      ];
    }),
  };
}

function planStep(step: DraftStep, needs: readonly string[]): PlanStep {
  const { inputs, outputs, name, group, shell, commands, workingFolder, params } = step;
  const { variables, timeoutMs, retries, resources } = step;
  return {
    name,
    group,
    shell,
    commands,
    workingFolder,
    inputs: inputs.map(({ path, cache }) => ({ path, cache })),
    outputs: outputs.map(({ path, kind, cache, tolerance, ignore }) => ({
      path,
      kind,
      cache,
      tolerance,
      ignore,
    })),
    params,
    variables,
    timeoutMs,
    retries,
    resources,
    needs,
  };
}

function checkInputs(
  steps: readonly DraftStep[],
  writers: PathIndex<Writer>,
  reader: ProjectReader,
  complaints: Complaints,
): void {
  for (const step of steps) {
    const seen = new Set<string>();
    for (const input of step.inputs) {
      if (seen.has(input.path)) {
        const message = `The input \`${shorten(input.path)}\` is declared twice by step \`${step.name}\`. Take one of them out.`;
        complaints.add('input-twice', input.span, message);
      }
      seen.add(input.path);
      if (isNameOfFile(input.path, reader)) {
        const escaped = input.path.replaceAll('[', '[[]').replaceAll(/[*?{]/g, '[$&]');
        const message = `The input \`${shorten(input.path)}\` is the name of a file that exists, but its brackets make it a pattern, which does not match that name. Write \`${shorten(escaped)}\`.`;
        complaints.add('pattern-is-name', input.span, message);
        continue;
      }
      // Whether what a step makes is there already is not even asked: it says nothing of the text.
      if (writers.someMeeting(input.path, (writer) => writer.step !== step)) continue;
      const fixed = fixedPart(input.path);
      if (reader.kindOf(fixed) !== 'missing') continue;
      const what = isPattern(input.path)
        ? `has no folder \`${shorten(fixed)}\` to look in`
        : 'does not exist';
      const near = isPattern(input.path) ? null : nearIn(input.path, reader);
      const meant = near === null ? '' : `Did you mean \`${shorten(near)}\`? `;
      const message = `The input \`${shorten(input.path)}\` of step \`${step.name}\` ${what}, and no other step writes it. ${meant}Make it, mend the path, or declare it as an output of the step that makes it.`;
      const written = complaints.written(input.span).trim();
      const instead = near === null ? null : withLastName(written, input.path, near);
      complaints.add('input-missing', input.span, message, { instead });
    }
  }
}

/** What of its folder a path that is not there was most likely meant for, or null. */
function nearIn(path: string, reader: ProjectReader): string | null {
  const slash = path.lastIndexOf('/');
  const folder = slash < 0 ? '.' : path.slice(0, slash);
  const names = reader.namesIn?.(folder) ?? [];
  if (names.length > MOST_NAMES) return null;
  const near = nearMiss(
    path.slice(slash + 1),
    names.filter((name) => !isNeverTaken(name, true)),
  );
  return near === null ? null : path.slice(0, slash + 1) + near;
}

/** A path as it is written with the last name of another; null where it is written in quotes or with expressions. */
function withLastName(written: string, path: string, other: string): string | null {
  const [name, instead] = [path, other].map((each) => each.slice(each.lastIndexOf('/') + 1));
  const isPlain = /^[\w./-]+$/.test(`${written}${instead ?? ''}`);
  if (name === undefined || instead === undefined || !isPlain) return null;
  return written.endsWith(name) ? written.slice(0, -name.length) + instead : null;
}

/** More names than this are not looked through for advice. */
const MOST_NAMES = 5000;

/** Whether a pattern misses the very file that it spells. */
function isNameOfFile(path: string, reader: ProjectReader): boolean {
  return isPattern(path) && reader.kindOf(path) !== 'missing' && !matcherOf(path)(path);
}

function complainOfEdges(step: DraftStep, complaints: Complaints): void {
  const message = `With step \`${step.name}\` the steps have more than ${MOST_EDGES} connections, which is more than can be followed. Look for patterns and folders that were meant narrower, or let one step collect files for many.`;
  complaints.add('graph-too-large', step.span, message);
}

function complainOfCircles(
  stuck: readonly string[],
  edges: Edges,
  byName: ReadonlyMap<string, DraftStep>,
  complaints: Complaints,
): void {
  let left = stuck;
  for (let told = 0; told < MOST_CIRCLES && left.length > 0; told++) {
    const circle = findCircle(left, (name) => edges.get(name) ?? []);
    const [first] = circle;
    if (first === undefined) return;
    const shown = circle.length > MOST_SHOWN ? [...circle.slice(0, MOST_SHOWN), '…'] : circle;
    const trail = [...shown, first].map((name) => `\`${name}\``).join(' → ');
    const whys = circle.slice(0, MOST_SHOWN).map((name, at) => {
      const next = circle[(at + 1) % circle.length] as string;
      const [step, needed] = [byName.get(name), byName.get(next)];
      return `\`${name}\` ${step && needed ? reasonFor(step, needed) : 'waits'}`;
    });
    const message = `These steps wait for each other, so none can begin: ${trail}. ${whys.join('; ')}. Take out one of these inputs or outputs.`;
    const step = byName.get(first);
    const related = circle.slice(0, MOST_RELATED).flatMap((name, at) => {
      const next = byName.get(circle[(at + 1) % circle.length] as string);
      const member = byName.get(name);
      if (member === undefined || next === undefined) return [];
      return [{ span: member.span, message: `\`${name}\` ${reasonFor(member, next)}.` }];
    });
    if (step !== undefined) complaints.add('cycle', step.span, message, { related });
    left = withoutCircle(left, circle, edges);
  }
}

/** What is stuck for another reason: without the circle, and without all that waits for it. */
function withoutCircle(
  stuck: readonly string[],
  circle: readonly string[],
  edges: Edges,
): readonly string[] {
  const rest = stuck.filter((name) => !circle.includes(name));
  return orderSteps(rest, (name) => edges.get(name) ?? []).stuck;
}
