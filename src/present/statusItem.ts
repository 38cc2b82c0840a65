import { liveWords } from './outline/runItems';
import { nameOf } from './outline/pipelineItems';
import type { PipelineView } from './outline/outlineModel';
import { NEVER_VERIFIED, VERDICT_SIGNS, VERDICT_WORDS } from './verdictWords';

/** What the status bar says of a pipeline: `⟳ churn v1.0 ✓`. */
export interface StatusItem {
  readonly text: string;
  readonly tooltip: string;
  readonly spoken: string;
}

/** The item of a pipeline: a live run first, else the last verdict of the version the file is about. */
export function statusItem(view: PipelineView, now: number): StatusItem {
  const name = nameOf(view);
  const live = view.past?.runs.find(({ status }) => status === 'running');
  if (live !== undefined) {
    const words = liveWords(live, now);
    return {
      text: `$(loading~spin) ${name} ${words}`,
      tooltip: `${name}: ${words}`,
      spoken: `Reprise, ${name}, running`,
    };
  }
  const versions = view.past?.versions ?? [];
  const version = versions.find(({ label }) => label === view.head?.version) ?? versions[0];
  if (version === undefined) {
    return {
      text: `$(sync) ${name}`,
      tooltip: `${name}: nothing is saved yet`,
      spoken: `Reprise, ${name}, nothing saved yet`,
    };
  }
  const { last, label } = version;
  const words = last === null ? NEVER_VERIFIED : VERDICT_WORDS[last.verdict];
  const sign = last === null ? '○' : VERDICT_SIGNS[last.verdict];
  return {
    text: `$(sync) ${name} ${label} ${sign}`,
    tooltip: `${name} ${label}: ${last === null ? NEVER_VERIFIED : last.sentence}`,
    spoken: `Reprise, ${name} ${label}, ${words}`,
  };
}
