import * as path from 'node:path';

import type { StepFacts } from '../../language/hoverStep';
import type { SavedLabels } from '../../language/raiseVersion';
import { durationText } from '../../present/durations';
import type { PipelineView } from '../../present/outline/outlineModel';
import { standingWords } from '../../present/statusText';
import { VERDICT_WORDS } from '../../present/verdictWords';
import type { PipelineHead, StepDetail } from '../../records/pastModel';
import type { Pipeline } from '../pipelines/pipeline';
import type { Pipelines } from '../pipelines/pipelines';

import type { LanguageFacts } from './languageFacts';

/** What the pipelines of the window know, for the language features. */
export function pipelineFacts(pipelines: Pipelines): LanguageFacts {
  return {
    rootOf: (file) => rootOf(file, pipelines.of(file)?.view.head ?? null),
    stepsOf: async (file) => {
      const pipeline = pipelines.of(file);
      if (pipeline === undefined) return () => null;
      const last = await lastSteps(pipeline);
      return (step) => stepFacts(pipeline.view, last, step);
    },
    savedOf: (file) => savedLabels(pipelines.of(file)?.view),
    follow: (changed) => pipelines.onDidChange(({ pipeline }) => changed(pipeline.file)),
  };
}

/** The project's folder as it is spelled in the name of the file. */
function rootOf(file: string, head: PipelineHead | null): string | null {
  const tops = head === null ? [] : [head.root, head.real.root];
  return tops.find((top) => file.startsWith(top + path.sep)) ?? null;
}

/** The steps of the latest run of the workspace, for how long they took. */
async function lastSteps(pipeline: Pipeline): Promise<readonly StepDetail[]> {
  const latest = pipeline.view.past?.runs.find(
    ({ purpose, status }) => purpose === 'run' && status !== 'running',
  );
  const detail = latest === undefined ? null : await pipeline.run(latest.id).catch(() => null);
  return detail?.steps ?? [];
}

function stepFacts(
  { standing, past, head }: PipelineView,
  last: readonly StepDetail[],
  name: string,
): StepFacts {
  const known = standing.state === 'known' ? standing.steps : [];
  const own = known.find((step) => step.name === name);
  const took = last.find((step) => step.name === name)?.durationMs ?? null;
  const versions = past?.versions ?? [];
  const version = versions.find(({ label }) => label === head?.version) ?? versions[0];
  const verdict = version?.last?.steps[name]?.verdict;
  return {
    status: own === undefined ? null : standingWords(own),
    duration: took === null ? null : `took ${durationText(took)}`,
    verdict:
      verdict === undefined || version === undefined
        ? null
        : `${VERDICT_WORDS[verdict].toLowerCase()} in ${version.label}`,
  };
}

/** A label differs where a step of the workspace is not as its run left it, or a later run was of other content. */
function savedLabels(view: PipelineView | undefined): SavedLabels {
  const versions = view?.past?.versions ?? [];
  const labels = [...versions.map(({ label }) => label), ...(view?.past?.damaged ?? [])];
  const own = versions.find(({ label }) => label === view?.head?.version);
  const stale =
    view?.standing.state === 'known' &&
    view.standing.steps.some(({ status }) => status === 'stale');
  const latest = view?.past?.runs.find(
    ({ purpose, status, targets, snapshot }) =>
      purpose === 'run' && status === 'succeeded' && targets === null && snapshot !== null,
  );
  const other = own !== undefined && latest !== undefined && latest.snapshot !== own.snapshot;
  return { labels, differing: own !== undefined && (stale || other) ? [own.label] : [] };
}
