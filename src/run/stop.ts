import { watchForCancel } from './cancel';
import type { FolderWord } from './cancel';
import type { RunningJob } from './executors/executor';

/** The one place where a run learns that it shall end. */
export interface Stop {
  /** Its reason is `gone` where the record of the run has gone. */
  readonly signal: AbortSignal;
  /** Jobs under way; each is cancelled when the run is stopped. */
  readonly jobs: Set<RunningJob>;
  /** Stops looking, and leaves no job behind, also where the run ended by a bug. */
  close(): Promise<void>;
}

/** Listens to whoever started the run, and to a file in its folder that anybody may make. */
export function openStop(
  outer: AbortSignal,
  options: { readonly folder: string; readonly asked: (by: 'signal' | 'file') => void },
): Stop {
  const controller = new AbortController();
  const jobs = new Set<RunningJob>();
  const stop = (by: 'signal' | FolderWord): void => {
    if (controller.signal.aborted) return;
    if (by !== 'gone') options.asked(by);
    controller.abort(by);
    for (const job of jobs) job.cancel();
  };
  const bySignal = (): void => stop('signal');
  const unwatch = watchForCancel(options.folder, stop);
  outer.addEventListener('abort', bySignal);
  if (outer.aborted) bySignal();
  return {
    signal: controller.signal,
    jobs,
    close: async () => {
      unwatch();
      outer.removeEventListener('abort', bySignal);
      const left = [...jobs];
      for (const job of left) job.cancel();
      await Promise.all(left.map((job) => job.exit));
    },
  };
}
