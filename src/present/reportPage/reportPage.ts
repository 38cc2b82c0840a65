import type { ReportFacts } from '../../records/reportFacts';
import { warningSentences } from '../warningList';
import { driftRows, pageDetails } from './pageDetails';
import { pageGraph } from './pageGraph';
import { pageHeader } from './pageHeader';
import type { ReportPage } from './pageModel';
import { outputsCount, pageOutputs } from './pageOutputs';
import { pageSteps } from './pageSteps';

/** A report as its page shows it. What outputs hold is not in it: that is asked for when one is opened. */
export function reportPage(
  facts: ReportFacts,
  { canVerify }: { readonly canVerify: boolean },
): ReportPage {
  const { report } = facts;
  const outputs = pageOutputs(facts);
  return {
    format: 1,
    verdict: report.verdict,
    ...pageHeader(facts),
    steps: pageSteps(facts),
    graph: pageGraph(facts),
    outputs,
    outputsCount: outputsCount(outputs),
    drift: driftRows(report.environment.drift),
    warnings: warningSentences(report.warnings),
    details: pageDetails(facts),
    canVerify,
  };
}
