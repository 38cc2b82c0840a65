import { temporaryFolder, writeFiles } from './temporary';

/** A pipeline of two steps, `upper` and `count`, that comes out the same every time. */
export const WORDS_PIPELINE = `name: words
version: v1.0
steps:
  upper:
    run: tr a-z A-Z < words.txt > upper.txt
    inputs: [words.txt]
    outputs: [upper.txt]
  count:
    run: wc -l < upper.txt > count.txt
    inputs: [upper.txt]
    outputs: [count.txt]
`;

/** A new project with this pipeline file and these files; removed after the test. */
export function projectOf(
  pipeline = WORDS_PIPELINE,
  files: Readonly<Record<string, string>> = { 'words.txt': 'one\ntwo\n' },
): string {
  const folder = temporaryFolder();
  writeFiles(folder, { 'pipeline.yaml': pipeline, ...files });
  return folder;
}
