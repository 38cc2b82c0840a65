import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';

import { replyTo } from '../../base/askedThread';
import type { Numbered } from '../../base/askedThread';
import type { LanguageQuestion } from '../../language/languageAsks';

import { ProjectOverlay } from './projectOverlay';

/** A thread that reads pipeline files for an editor that must not wait: of two texts that arrived, the newer. */
async function answerAt(port: MessagePort): Promise<void> {
  const { LanguageAnswers } = await import('../../language/languageService');
  const answers = new LanguageAnswers((root, unsaved) => new ProjectOverlay(root, unsaved));
  const hear = async (first: Numbered<LanguageQuestion>): Promise<void> => {
    const all = [first, ...arrived(port)];
    const replies = answers.hear(all.map(({ message }) => message));
    for (const [at, reply] of replies.entries()) {
      port.postMessage(await replyTo(all[at]?.id ?? 0, reply));
    }
  };
  port.on('message', (first: Numbered<LanguageQuestion>) => void hear(first));
}

function arrived(port: MessagePort): readonly Numbered<LanguageQuestion>[] {
  const all: Numbered<LanguageQuestion>[] = [];
  for (let next = received(port); next !== undefined; next = received(port)) all.push(next.message);
  return all;
}

function received(port: MessagePort): { message: Numbered<LanguageQuestion> } | undefined {
  return receiveMessageOnPort(port);
}

if (parentPort !== null) void answerAt(parentPort);
