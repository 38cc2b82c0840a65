import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';

import type { LanguageQuestion, LanguageReply } from '../../language/languageAsks';
import type { Numbered, Reply } from '../engine/askedThread';

import { ProjectOverlay } from './projectOverlay';

/** A thread that reads pipeline files for an editor that must not wait: of two texts that arrived, the newer. */
async function answerAt(port: MessagePort): Promise<void> {
  const { LanguageAnswers } = await import('../../language/languageService');
  const answers = new LanguageAnswers((root, unsaved) => new ProjectOverlay(root, unsaved));
  port.on('message', (first: Numbered<LanguageQuestion>) => {
    const all = [first, ...arrived(port)];
    const replies = answers.hear(all.map(({ message }) => message));
    for (const [at, reply] of replies.entries()) port.postMessage(replyTo(all[at]?.id ?? 0, reply));
  });
}

function arrived(port: MessagePort): readonly Numbered<LanguageQuestion>[] {
  const all: Numbered<LanguageQuestion>[] = [];
  for (let next = received(port); next !== undefined; next = received(port)) all.push(next.message);
  return all;
}

function received(port: MessagePort): { message: Numbered<LanguageQuestion> } | undefined {
  return receiveMessageOnPort(port);
}

function replyTo(id: number, reply: () => LanguageReply): Reply<LanguageReply> {
  try {
    return { id, answer: reply() };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

if (parentPort !== null) void answerAt(parentPort);
