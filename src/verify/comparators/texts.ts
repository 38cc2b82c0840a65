import { isUtf8 } from 'node:buffer';

import { ignorePattern } from '../../pipeline/ignorePattern';
import { Blocks } from './blocks';
import type { FilePair, FileSide, Rule, Tools } from './comparator';
import { BytesGone, Doubted } from './doubted';
import type { Excuses } from './excuses';
import { staysInLine } from './staysInLine';

/** The longest line that is read; two of them stand in memory at once. */
const MOST_LINE = 64 * 1024 * 1024;
/** The longest line, or whole text, that patterns are applied to: it stands in memory three times. */
const MOST_FOR_PATTERNS = 32 * 1024 * 1024;

/** Both files in blocks of UTF-8, with what the ignore patterns match taken out. */
export function textsOf(
  pair: FilePair,
  { ignore }: Rule,
  { tools, excuses }: { readonly tools: Tools; readonly excuses: Excuses },
): readonly [Blocks, Blocks] {
  const patterns = ignore?.patterns ?? [];
  const { cancel } = tools;
  if (patterns.length === 0) return [plainText(pair.was, tools), plainText(pair.is, tools)];
  // Where one of them may reach over the end of a line, what it matches is not known before the whole text is.
  const whole = !patterns.map(ignorePattern).every((one) => one !== null && staysInLine(one));
  const [most, mebibytes] = [MOST_FOR_PATTERNS, MOST_FOR_PATTERNS / 2 ** 20];
  const tooLong = whole
    ? `an ignore pattern may reach over the ends of lines, which is done for at most ${mebibytes} MiB`
    : `a line is longer than the ${mebibytes} MiB that an ignore pattern is applied to`;
  const blocks = (side: FileSide, name: 'was' | 'is'): Blocks =>
    new Blocks(side, {
      most,
      tooLong,
      whole,
      cancel,
      change: async (block) => {
        const { bytes, counts } = await tools.patterns.takeOut(block, patterns);
        for (const [at, count] of counts.entries()) {
          excuses.removed(patterns[at] as string, name, count);
        }
        return bytes;
      },
    });
  return [blocks(pair.was, 'was'), blocks(pair.is, 'is')];
}

/** A file in blocks of UTF-8, as it is. */
export function plainText(side: FileSide, { cancel }: Tools): Blocks {
  const tooLong = `a line is longer than ${MOST_LINE / 2 ** 20} MiB`;
  return new Blocks(side, { most: MOST_LINE, tooLong, cancel });
}

/** Both files as a whole, with what the ignore patterns match taken out. */
export async function wholeTextsOf(
  pair: FilePair,
  rule: Rule,
  using: { readonly tools: Tools; readonly excuses: Excuses },
): Promise<readonly [Buffer, Buffer]> {
  if ((rule.ignore?.patterns ?? []).length === 0) {
    return [await bytesOf(pair.was), await bytesOf(pair.is)];
  }
  const [was, is] = textsOf(pair, rule, using);
  return [await gathered(was, pair.was.size), await gathered(is, pair.is.size)];
}

async function bytesOf(side: FileSide): Promise<Buffer> {
  const bytes = await side.bytes();
  if (!bytes.ok) throw new BytesGone();
  if (!isUtf8(bytes.value)) throw new Doubted('it is not UTF-8');
  return bytes.value;
}

/** Patterns take out and put in nothing, so that the text fits into its old size. */
async function gathered(blocks: Blocks, size: number): Promise<Buffer> {
  const all = Buffer.allocUnsafe(size);
  let at = 0;
  try {
    for (let block = await blocks.next(); block !== null; block = await blocks.next()) {
      at += block.copy(all, at);
    }
  } finally {
    blocks.close();
  }
  return all.subarray(0, at);
}
