import * as fs from 'node:fs';

import type { Report } from './report';
import { readReportFile, reportFilesIn } from './reportFiles';

/** Finds the newest report of a version. Who lists versions asks for each of them, so what a file is about is kept. */
export class ReportFinder {
  readonly #folder: string;
  readonly #heads = new Map<string, Head>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** By the rules that were saved with the version; null where it was never verified, or no report is whole. */
  latest(pipeline: string, label: string): Report | null {
    for (const file of reportFilesIn(this.#folder).reverse()) {
      const head = this.#headOf(file);
      if (head.pipeline !== pipeline || head.label !== label || !head.saved) continue;
      const report = readReportFile(file);
      if (report.ok) return report.value;
    }
    return null;
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
          saved: report.value.rules === 'saved',
        }
      : { stamp, pipeline: null, label: null, saved: false };
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
  readonly saved: boolean;
}
