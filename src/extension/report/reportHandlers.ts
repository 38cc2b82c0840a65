import type { ReadReport } from '../../engine/reading/readerModel';
import type { SideName } from '../../present/reportPage/comparison';
import type { FilePlace } from '../../present/reportPage/messages';
import type { Handlers } from '../../present/reportPage/talk';
import { isReportRef } from '../../records/reportRef';
import type { ReportRef } from '../../records/reportRef';
import type { ReportSource } from './reportSource';

/** What finds a report again after a reload: kept by its page, read by the host alone. */
export interface ReportTarget {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly ref: ReportRef;
}

/** What a page can make happen outside itself. */
export interface ReportActions {
  /** The page has this report now. */
  shown(report: ReadReport): void;
  openDiff(report: ReadReport, place: FilePlace): Promise<void>;
  openFile(report: ReadReport, place: FilePlace & { readonly side: SideName }): Promise<void>;
  copy(text: string): Promise<void>;
  /** Another verify of the same version; the report that came of it, or null where none did. */
  verifyAgain(report: ReadReport): Promise<ReportRef | null>;
  revealStep(report: ReadReport, step: string): Promise<void>;
  showLog(report: ReadReport, step: string): Promise<void>;
}

/** Answers the page of one report. */
export function reportHandlers(options: {
  readonly target: ReportTarget;
  readonly source: ReportSource;
  readonly actions: ReportActions;
  /** Puts another report into the page. */
  readonly replace: (ref: ReportRef) => Promise<void>;
}): Handlers {
  const { target, source, actions, replace } = options;
  let report: ReadReport | null = null;
  const open = async (): Promise<ReadReport> => (report ??= await source.report(target.ref));
  return {
    ready: async () => {
      const opened = await open();
      actions.shown(opened);
      return { ref: { root: target.root, ref: opened.ref }, page: opened.page };
    },
    files: async (place) => source.files((await open()).ref, place),
    compare: async (place) => source.compare((await open()).ref, place),
    bytes: async (piece) => source.bytes((await open()).ref, piece),
    openDiff: async (place) => nothing(actions.openDiff(await open(), place)),
    openFile: async (place) => nothing(actions.openFile(await open(), place)),
    copy: async ({ text }) => nothing(actions.copy(text)),
    copySummary: async () => nothing(actions.copy(await source.summary((await open()).ref))),
    verifyAgain: async () => {
      const next = await actions.verifyAgain(await open());
      if (next !== null) await replace(next);
      return null;
    },
    revealStep: async ({ step }) => nothing(actions.revealStep(await open(), step)),
    showLog: async ({ step }) => nothing(actions.showLog(await open(), step)),
  };
}

async function nothing(done: Promise<void>): Promise<null> {
  await done;
  return null;
}

/** The target in what a page has kept, or null where it is something else. */
export function targetOf(state: unknown): ReportTarget | null {
  const kept = (state as { ref?: unknown } | null | undefined)?.ref;
  const { root, ref } = (kept ?? {}) as { root?: unknown; ref?: unknown };
  return typeof root === 'string' && isReportRef(ref) ? { root, ref } : null;
}
