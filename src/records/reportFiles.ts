import * as fs from 'node:fs';
import * as path from 'node:path';

import { writeFileAtomic } from '../base/atomicFile';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { isReport } from './recordShapes';
import type { Report } from './report';
import { seal, unseal } from './sealed';

/** A report that is not what was written. */
export interface DamagedReport {
  readonly file: string;
}

/** Writes a report; one by the rules of the workspace lies beside the one by the saved rules. */
export function writeReportFile(reports: string, report: Report): void {
  writeFileAtomic(path.join(reports, reportFileName(report)), seal(report));
}

/** The name of a report's file. */
export function reportFileName(report: Pick<Report, 'run' | 'rules'>): string {
  return report.rules === 'saved' ? `${report.run}.json` : `${report.run}.workspace.json`;
}

/** The run that a report's file is of. */
export function runOfReportFile(file: string): string {
  return path.basename(file).replace(/(\.workspace)?\.json$/, '');
}

/** Absolute paths of all reports, sorted. */
export function reportFilesIn(reports: string): string[] {
  let names: string[];
  try {
    names = fs.readdirSync(reports);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => path.join(reports, name));
}

/** Reads a report and proves its seal. */
export function readReportFile(file: string): Result<Report, DamagedReport> {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return failed({ file });
  }
  const opened = unseal(text);
  if (opened.state !== 'whole' || !opened.sealed || !isReport(opened.value)) {
    return failed({ file });
  }
  const report = opened.value as unknown as Report;
  return reportFileName(report) === path.basename(file) ? ok(report) : failed({ file });
}
