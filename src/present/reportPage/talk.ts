import { isFlag, isObject, isText, isWhole } from '../../base/shape';
import { ANSWER_SHAPES, ASK_SHAPES, isNews } from './messages';
import type { News, RequestName, Requests } from './messages';

/** A request on its way from the page to its host. */
export interface AskMessage {
  readonly type: 'ask';
  /** Its answer bears the same. */
  readonly id: number;
  readonly request: RequestName;
  readonly ask: unknown;
}

/** What comes back: a value, or why there is none, in words. */
export type AnswerMessage = {
  readonly type: 'answer';
  /** Null where what came was no request at all. */
  readonly id: number | null;
} & (
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string }
);

/** What the host tells unasked. */
export interface NewsMessage {
  readonly type: 'news';
  readonly news: News;
}

/** Whoever answers: one function a request. What one throws is told to the page. */
export type Handlers = {
  readonly [Name in RequestName]: (ask: Requests[Name]['ask']) => Promise<Requests[Name]['answer']>;
};

/** Answers one message of the page, whatever it is: there is an answer in every ending. */
export async function answerMessage(message: unknown, handlers: Handlers): Promise<AnswerMessage> {
  const id = isObject(message) && isWhole(message['id']) ? (message['id'] as number) : null;
  const refuse = (error: string): AnswerMessage => ({ type: 'answer', id, ok: false, error });
  if (id === null || !isObject(message) || message['type'] !== 'ask') {
    return refuse('The message is no request.');
  }
  const name = message['request'];
  if (!isRequestName(name)) return refuse(`There is no request "${String(name)}".`);
  if (!ASK_SHAPES[name](message['ask'])) return refuse(`The request "${name}" is malformed.`);
  try {
    const handler = handlers[name] as (ask: unknown) => Promise<unknown>;
    return { type: 'answer', id, ok: true, value: await handler(message['ask']) };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** The page's end: asks, pairs answers with what was asked, and believes only what has the right shape. */
export class Asker {
  readonly #post: (message: AskMessage) => void;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  constructor(post: (message: AskMessage) => void) {
    this.#post = post;
  }

  /** Rejects with the host's words where it has no answer. */
  ask<Name extends RequestName>(
    request: Name,
    ask: Requests[Name]['ask'],
  ): Promise<Requests[Name]['answer']> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { request, resolve: resolve as (value: unknown) => void, reject });
      this.#post({ type: 'ask', id, request, ask });
    });
  }

  /** Takes a message of the host; comes back with its news, or null. */
  receive(message: unknown): News | null {
    if (!isObject(message)) return null;
    if (message['type'] === 'news') return isNews(message['news']) ? message['news'] : null;
    if (message['type'] !== 'answer' || !isFlag(message['ok'])) return null;
    const waiting = this.#waiting.get(message['id'] as number);
    if (waiting === undefined) return null;
    this.#waiting.delete(message['id'] as number);
    const { request, resolve, reject } = waiting;
    if (message['ok'] !== true) {
      const error = message['error'];
      reject(new Error(isText(error) ? (error as string) : 'It went wrong.'));
    } else if (ANSWER_SHAPES[request](message['value'])) {
      resolve(message['value']);
    } else {
      reject(new Error(`The answer to "${request}" is malformed.`));
    }
    return null;
  }
}

interface Waiting {
  readonly request: RequestName;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(ASK_SHAPES, name);
}
