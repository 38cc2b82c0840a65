import { findProject } from '../../../src/store/layout';
import { readSaved } from '../../../src/engine/reading/readSaved';
import { reportHandlers } from '../../../src/extension/report/reportHandlers';
import type { ReportActions } from '../../../src/extension/report/reportHandlers';
import { savedReports } from '../../../src/extension/report/reportSource';
import type { ReportSource } from '../../../src/extension/report/reportSource';
import type { Handlers } from '../../../src/present/reportPage/talk';
import type { ReportRef } from '../../../src/records/reportRef';

/** What a page made happen outside itself, in order. */
export type Done = string[];

/** A host that writes down what it is asked to do. */
export function recordingActions(done: Done): ReportActions {
  const note = (text: string): Promise<void> => {
    done.push(text);
    return Promise.resolve();
  };
  return {
    shown: () => undefined,
    openDiff: (_, { file }) => note(`diff ${file}`),
    openFile: (_, { file, side }) => note(`open ${side} ${file}`),
    copy: (text) => note(`copy ${text}`),
    verifyAgain: async () => {
      await note('verify');
      return null;
    },
    revealStep: (_, step) => note(`step ${step}`),
    showLog: (_, step) => note(`log ${step}`),
  };
}

/** Answers a page from the store of a real project. */
export function projectHandlers(folder: string, ref: ReportRef, done: Done = []): Handlers {
  const source: ReportSource = savedReports(readSaved(findProject(`${folder}/pipeline.yaml`)));
  return reportHandlers({
    target: { root: folder, ref },
    source,
    actions: recordingActions(done),
    replace: () => Promise.resolve(),
  });
}
