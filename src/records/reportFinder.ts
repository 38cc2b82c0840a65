import * as fs from 'node:fs';

import type { Result } from '../base/result';
import type { RecordFailure } from './failures';
import type { Report } from './report';
import { readReportFile } from './reportFiles';
import type { RunRecord } from './runModel';
import type { VersionRecord } from './versionModel';

/** What a report has to be about; the label alone may have named something else. */
export type Verified = Pick<VersionRecord, 'pipeline' | 'label' | 'snapshot'>;

/** Finds the newest report of a version. Who lists versions asks for each of them, so what a file is about is kept. */
export class ReportFinder {
  readonly #files: () => readonly string[];
  readonly #readRun: (id: string) => Result<RunRecord, RecordFailure>;
  readonly #heads = new Map<string, Head>();

  /** `files`: the paths of all reports, oldest first. */
  constructor(
    files: () => readonly string[],
    readRun: (id: string) => Result<RunRecord, RecordFailure>,
  ) {
    this.#files = files;
    this.#readRun = readRun;
  }

  /** By the rules that were saved with the version; null where it was never verified, or no report is whole. */
  latest(version: Verified): Report | null {
    for (const file of [...this.#files()].reverse()) {
      const head = this.#headOf(file);
      if (head.pipeline !== version.pipeline || head.label !== version.label) continue;
      if (head.snapshot !== version.snapshot || !head.saved) continue;
      const report = readReportFile(file);
      if (report.ok && this.#isWitnessed(report.value)) return report.value;
    }
    return null;
  }

  /** Versions travel between clones, and a report alone is no proof that anything ran here. */
  #isWitnessed({ run, pipeline, version, snapshot }: Report): boolean {
    const read = this.#readRun(run);
    if (!read.ok || read.value.purpose !== 'verify') return false;
    const { value } = read;
    return (
      value.pipeline === pipeline && value.version === version && value.versionSnapshot === snapshot
    );
  }

  #headOf(file: string): Head {
    const stats = fs.statSync(file, { throwIfNoEntry: false });
    const stamp = stats === undefined ? '' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
    const known = this.#heads.get(file);
    if (known?.stamp === stamp) return known;
    const report = readReportFile(file);
    const head: Head = report.ok
      ? {
          stamp,
          pipeline: report.value.pipeline,
          label: report.value.version,
          snapshot: report.value.snapshot ?? null,
          saved: report.value.rules === 'saved',
        }
      : { stamp, pipeline: null, label: null, snapshot: null, saved: false };
    this.#heads.set(file, head);
    return head;
  }
}

/** What a report is about, as long as its file is the same. */
interface Head {
  readonly stamp: string;
  /** Null where the report is damaged. */
  readonly pipeline: string | null;
  readonly label: string | null;
  readonly snapshot: string | null;
  readonly saved: boolean;
}
