import type { ReportFacts } from '../../records/reportFacts';
import type { StepReport } from '../../records/report';
import { layoutGraph, NODE } from './layoutGraph';
import type { GraphLayout } from './pageModel';

/** More steps than a person takes in at a glance, or a page draws at once. */
const MOST = 120;

/**
 * The graph of a report's steps. Of very many only those are drawn that are not identical, and what they
 * need; edges along which a difference travels are marked.
 */
export function pageGraph({ report, steps: facts }: ReportFacts): GraphLayout {
  const needs = new Map(facts.map((step) => [step.name, step.needs]));
  const all = report.steps.map(({ name }, index) => ({
    name,
    index,
    needs: needs.get(name) ?? [],
  }));
  const drawn = all.length <= MOST ? all : chosen(all, report.steps);
  const { width, height, places, edges } = layoutGraph(drawn);
  const parts = new Set(report.steps.filter(isPart).map(({ name }) => name));
  return {
    width,
    height,
    nodes: drawn.map(({ index }, at) => ({
      step: index,
      x: places[at]?.x ?? 0,
      y: places[at]?.y ?? 0,
      width: NODE.width,
      height: NODE.height,
    })),
    edges: edges.map((edge) => ({ ...edge, differs: parts.has(edge.from) && parts.has(edge.to) })),
    note:
      drawn.length === all.length
        ? null
        : `${drawn.length} of ${all.length} steps: the first that are not identical, and what they need.`,
  };
}

interface Candidate {
  readonly name: string;
  readonly index: number;
  readonly needs: readonly string[];
}

function chosen(all: readonly Candidate[], steps: readonly StepReport[]): readonly Candidate[] {
  const names = new Set<string>();
  const add = (name: string): unknown => names.size < MOST && names.add(name);
  const wanted = all.filter(({ index }) => steps[index]?.verdict !== 'identical');
  for (const step of wanted.length > 0 ? wanted : all) {
    add(step.name);
    if (wanted.length > 0) step.needs.forEach(add);
  }
  return all.filter(({ name }) => names.has(name));
}

/** A step that failed hands nothing on, and so no difference. */
function isPart({ role }: StepReport): boolean {
  return role !== null;
}
