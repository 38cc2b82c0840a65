import type { FilePair, Tools } from './comparator';
import { lineDifferences } from './lineDifferences';
import type { LineDifferences } from './lineDifferences';
import { plainText } from './texts';

/** The lines in which two files part as they are written, for a format whose values are all the same. */
export async function plainLineDifferences(pair: FilePair, tools: Tools): Promise<LineDifferences> {
  const [was, is] = [plainText(pair.was, tools), plainText(pair.is, tools)];
  try {
    return await lineDifferences(pair.path, was, is);
  } finally {
    was.close();
    is.close();
  }
}
