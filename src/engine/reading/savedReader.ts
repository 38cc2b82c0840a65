import * as path from 'node:path';

import { AskedThread } from '../../base/askedThread';
import type { Project } from '../../store/layout';
import type { ReaderAnswer, ReaderQuestion, ReaderVerb, SavedReader } from './readerModel';

/**
 * Reads the reports and saved files of a project in a thread that starts with the first question: reading,
 * proving and laying side by side holds nobody up, however large the files are.
 */
export function openSavedReader(project: Project): SavedReader {
  const file = path.join(__dirname, 'savedReaderWorker.js');
  const options = () => ({ workerData: project });
  const thread = new AskedThread<ReaderQuestion, ReaderAnswer>(file, { options, once: true });
  const ask =
    <Name extends ReaderVerb>(verb: Name) =>
    (...values: Parameters<SavedReader[Name]>): ReturnType<SavedReader[Name]> =>
      thread.ask(() => ({ verb, values })) as ReturnType<SavedReader[Name]>;
  return {
    report: ask('report'),
    summary: ask('summary'),
    files: ask('files'),
    compare: ask('compare'),
    bytes: ask('bytes'),
    stat: ask('stat'),
    list: ask('list'),
    read: ask('read'),
    close: () => thread.end(),
  };
}
