import { createContext, Script } from 'node:vm';
import { parentPort } from 'node:worker_threads';

import type { PatternAnswer, PatternOrder } from './patterns';

/** Goes through the matches in a text: each is told by where it begins and where the text goes on. */
type Matches = (
  given: { readonly text: string; readonly pattern: string; readonly flags: string },
  tell: (from: number, to: number) => void,
) => void;

/**
 * Takes what patterns match out of texts. Some expressions never end on some texts, and only a script that the
 * virtual machine runs can be interrupted in the midst of one.
 */
const context = createContext({ given: {}, tell: null }) as {
  given: Parameters<Matches>[0];
  tell: Parameters<Matches>[1] | null;
};
const script = new Script(`
  globalThis.expressions ??= new Map();
  {
    const { text, pattern, flags } = given;
    const key = flags + '/' + pattern;
    if (!expressions.has(key)) expressions.set(key, new RegExp(pattern, flags));
    const expression = expressions.get(key);
    expression.lastIndex = 0;
    for (let found; (found = expression.exec(text)) !== null; ) {
      const { index } = found;
      const { length } = found[0];
      if (length > 0) tell(index, index + length);
      else expression.lastIndex += expression.unicode && text.codePointAt(index) > 0xffff ? 2 : 1;
    }
  }
`);

parentPort?.on('message', (order: PatternOrder) => {
  const began = performance.now();
  const answer = takeOut(order, began);
  const ms = performance.now() - began;
  const transfer = 'bytes' in answer ? [answer.bytes.buffer as ArrayBuffer] : [];
  parentPort?.postMessage({ id: order.id, answer, ms }, transfer);
});

function takeOut({ bytes, expressions, mostMs }: PatternOrder, began: number): PatternAnswer {
  let left: Buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const counts: number[] = [];
  for (const [at, { pattern, flags }] of expressions.entries()) {
    const timeout = Math.floor(mostMs - (performance.now() - began));
    const rest = new Rest(left);
    try {
      if (timeout < 1) throw new Error('no time is left');
      const { text } = rest;
      Object.assign(context, { given: { text, pattern, flags }, tell: rest.skip });
      script.runInContext(context, { timeout });
    } catch {
      return { gaveUp: at, why: 'did not come to an end on' };
    }
    // Half a character would be written as another one, which both sides then might have in common.
    if (rest.cutsCharacter) return { gaveUp: at, why: 'leaves half a character of' };
    left = rest.end();
    counts.push(rest.count);
  }
  return { bytes: left, counts };
}

/** What is left of a text, written as UTF-8 while its matches are found, because texts may be large. */
class Rest {
  readonly text: string;
  count = 0;
  cutsCharacter = false;
  readonly #bytes: Buffer;
  #length = 0;
  #from = 0;

  constructor(bytes: Buffer) {
    this.text = bytes.toString('utf8');
    this.#bytes = Buffer.allocUnsafeSlow(bytes.length);
  }

  readonly skip = (from: number, to: number): void => {
    this.#keep(from);
    this.#from = to;
    this.count += 1;
    this.cutsCharacter ||= isInside(this.text, from) || isInside(this.text, to);
  };

  end(): Buffer {
    this.#keep(this.text.length);
    return this.#bytes.subarray(0, this.#length);
  }

  #keep(to: number): void {
    if (to === this.#from) return;
    this.#length += this.#bytes.write(this.text.slice(this.#from, to), this.#length, 'utf8');
  }
}

/** Whether this is the second half of a character. */
function isInside(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
