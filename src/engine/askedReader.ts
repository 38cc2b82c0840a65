import { digestOf, isDigest } from '../base/digest';
import type { Digest } from '../base/digest';
import { listOf, objectOf, isText } from '../base/shape';
import type { Shape } from '../base/shape';
import type { ProjectReader } from '../pipeline/reader';

/** All that a reading asked of the disk, by answer. */
export interface Asked {
  /** The paths that were read, and what was there. */
  readonly texts: readonly (readonly [path: string, digest: Digest | null])[];
  readonly files: readonly string[];
  readonly folders: readonly string[];
  readonly missing: readonly string[];
  readonly throughLink: readonly string[];
  readonly notThroughLink: readonly string[];
}

/** A reader that takes down what it is asked, and what it answers. */
export function askedReader(reader: ProjectReader): { reader: ProjectReader; asked: Asked } {
  const kinds = { file: [] as string[], folder: [] as string[], missing: [] as string[] };
  const texts: [string, Digest | null][] = [];
  const throughLink: string[] = [];
  const notThroughLink: string[] = [];
  const asked: Asked = {
    texts,
    files: kinds.file,
    folders: kinds.folder,
    missing: kinds.missing,
    throughLink,
    notThroughLink,
  };
  return {
    asked,
    reader: {
      readText: (path) => {
        const text = reader.readText(path);
        texts.push([path, text === null ? null : digestOf(text)]);
        return text;
      },
      // Only the advice of an error asks it, and a reading with errors is not kept.
      namesIn: (folder) => reader.namesIn?.(folder) ?? [],
      kindOf: (path) => {
        const kind = reader.kindOf(path);
        kinds[kind].push(path);
        return kind;
      },
      throughLink: (path) => {
        const answer = reader.throughLink(path);
        (answer ? throughLink : notThroughLink).push(path);
        return answer;
      },
    },
  };
}

/** Whether the disk would give the same answers again. */
export function answersSame(asked: Asked, reader: ProjectReader): boolean {
  const digest = (text: string | null): Digest | null => (text === null ? null : digestOf(text));
  return (
    asked.texts.every(([path, was]) => digest(reader.readText(path)) === was) &&
    asked.files.every((path) => reader.kindOf(path) === 'file') &&
    asked.folders.every((path) => reader.kindOf(path) === 'folder') &&
    asked.missing.every((path) => reader.kindOf(path) === 'missing') &&
    asked.throughLink.every((path) => reader.throughLink(path)) &&
    !asked.notThroughLink.some((path) => reader.throughLink(path))
  );
}

const isTexts = listOf(isText);

/** Whether a value of unknown origin is a list of questions. */
export const isAsked: Shape = objectOf({
  texts: listOf(
    (one) =>
      Array.isArray(one) && isText(one[0]) && (one[1] === null || isDigest(one[1] as unknown)),
  ),
  files: isTexts,
  folders: isTexts,
  missing: isTexts,
  throughLink: isTexts,
  notThroughLink: isTexts,
});
