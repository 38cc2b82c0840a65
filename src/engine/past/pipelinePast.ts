import * as fs from 'node:fs';

import type { Records } from '../../records/records';
import type { PipelinePast, RunHead, VersionHead } from '../../records/pastModel';
import { versionFilesIn } from '../../records/versionFiles';
import { runHead } from './runHead';
import { versionHead } from './versionHead';

/** The versions of one pipeline and the newest of its runs, `count` of them; live ones come first. */
export function pipelinePast(
  records: Records,
  asked: { readonly pipeline: string; readonly count: number },
): Omit<PipelinePast, 'exists'> {
  const { pipeline, count } = asked;
  const { versions, damaged } = versionsOf(records, pipeline);
  const savedAs = new Map<string, string[]>();
  for (const { run, label } of versions) savedAs.set(run, [...(savedAs.get(run) ?? []), label]);
  const { runs, more, total, beginning } = runsOf(records, { pipeline, count, savedAs });
  const { root } = records.project;
  return { pipeline, root, versions, damaged, runs, more, total, beginning };
}

function versionsOf(
  records: Records,
  pipeline: string,
): { versions: readonly VersionHead[]; damaged: readonly string[] } {
  const versions: VersionHead[] = [];
  const damaged: string[] = [];
  for (const read of records.versions()) {
    if (read.ok && read.value.pipeline === pipeline) {
      versions.push(versionHead(read.value, records.latestReport(read.value)));
    }
    if (!read.ok && read.failure.code === 'version-damaged') {
      const { file, label } = read.failure;
      if (ofPipeline(records, { pipeline, file })) damaged.push(label);
    }
  }
  return { versions: versions.reverse(), damaged };
}

function ofPipeline(
  records: Records,
  { pipeline, file }: { readonly pipeline: string; readonly file: string },
): boolean {
  const files = versionFilesIn(`${records.project.store}/versions`);
  return files.some((one) => one.file === file && one.pipeline === pipeline);
}

/**
 * Records are read from the newest backwards until there are enough. Between very many runs of other
 * pipelines it gives up, and says that there may be more.
 */
function runsOf(
  records: Records,
  asked: {
    readonly pipeline: string;
    readonly count: number;
    readonly savedAs: ReadonlyMap<string, readonly string[]>;
  },
): Pick<PipelinePast, 'runs' | 'more' | 'total' | 'beginning'> {
  const ids = records.runIds();
  const runs: RunHead[] = [];
  let others = 0;
  let beginning = false;
  let at = ids.length - 1;
  for (; at >= 0 && runs.length < asked.count && others < MOST_OTHERS; at--) {
    const id = ids[at] as string;
    const read = records.readRun(id);
    if (!read.ok) {
      // What is damaged is named by `fsck`.
      beginning ||= read.failure.code === 'run-unknown' && isYoung(records.runFolder(id));
      continue;
    }
    if (read.value.pipeline !== asked.pipeline) others += 1;
    else runs.push(runHead(records, read.value, asked.savedAs.get(id) ?? []));
  }
  const isLive = ({ status }: RunHead): boolean => status === 'running';
  return {
    runs: [...runs.filter(isLive), ...runs.filter((run) => !isLive(run))],
    more: at >= 0,
    total: others > 0 ? null : at < 0 ? runs.length : ids.length,
    beginning,
  };
}

/** A run that was killed at once leaves the same folder, for good. */
function isYoung(folder: string): boolean {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.ctimeMs < YOUNG_MS;
}

const YOUNG_MS = 30_000;
const MOST_OTHERS = 2000;
