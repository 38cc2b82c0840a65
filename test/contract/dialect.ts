import * as assert from 'node:assert/strict';

import { complaintsAbout } from '../../src/pipeline/complaints';
import type { Dialect, DialectContext } from '../../src/pipeline/dialects/dialect';
import type { Draft } from '../../src/pipeline/draft';
import type { Problem } from '../../src/pipeline/problem';
import { PROBLEM_CODES } from '../../src/pipeline/problemCodes';
import type { ProjectReader } from '../../src/pipeline/reader';
import { memoryReader } from '../support/memoryReader';
import { seededRandom } from '../support/seededRandom';

/** One text of a dialect, and what has to come of it whatever the dialect. */
export interface DialectSample {
  readonly dialect: Dialect;
  readonly fileName: string;
  /** Two steps called `prepare` and `train`, the second reading `data/clean.csv` that the first writes. */
  readonly text: string;
  readonly files: Readonly<Record<string, string>>;
  /** A text of the same dialect with one mistake, and where in it that stands. */
  readonly mistaken: string;
  readonly mistake: string;
}

/** What every dialect holds to: it never throws, reads as far as it gets, and gives each problem its place. */
export function dialectContract(
  name: string,
  { dialect, fileName, text, files, mistaken, mistake }: DialectSample,
): void {
  const readIn = (
    file: string,
    reader: ProjectReader,
    source: string,
  ): { draft: Draft; problems: readonly Problem[] } => {
    const complaints = complaintsAbout(source);
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.';
    const context: DialectContext = { file, folder, reader, platform: 'linux' };
    return { draft: dialect.read(source, context, complaints), problems: complaints.list() };
  };
  const readText = (source: string): ReturnType<typeof readIn> =>
    readIn(fileName, memoryReader(files), source);

  describe(`the dialect ${name}`, () => {
    it('knows its own files by their names', () => {
      assert.ok(dialect.reads(fileName));
      assert.equal(dialect.name.length > 0, true);
    });

    it('reads a good text into steps, in the order of the text, without problems', () => {
      const { draft, problems } = readText(text);
      assert.deepEqual(problems, []);
      assert.deepEqual(
        draft.steps.map((step) => step.name),
        ['prepare', 'train'],
      );
      const [prepare, train] = draft.steps;
      assert.ok(prepare && train);
      assert.ok(prepare.outputs.some((output) => output.path === 'data/clean.csv'));
      assert.ok(train.inputs.some((input) => input.path === 'data/clean.csv'));
      assert.ok(
        [prepare, train].every((step) => step.commands.length > 0 && step.workingFolder === '.'),
      );
    });

    it('says where each step, input and output stands', () => {
      const { draft } = readText(text);
      for (const step of draft.steps) {
        assert.equal(text.slice(step.span.start, step.span.end), step.name);
        for (const { path, span } of [...step.inputs, ...step.outputs]) {
          assert.ok(
            text.slice(span.start, span.end).includes(path.split('/').at(-1) ?? path),
            path,
          );
        }
      }
    });

    it('gives a mistake its place, its code and a sentence, and reads the rest', () => {
      const { draft, problems } = readText(mistaken);
      const start = mistaken.indexOf(mistake);
      const problem = problems.find(({ range }) => range.start === start);
      assert.ok(problem, JSON.stringify(problems));
      assert.ok((PROBLEM_CODES as readonly string[]).includes(problem.code));
      assert.match(problem.message, /^.{20,}[.?]$/);
      assert.deepEqual(
        draft.steps.map((step) => step.name),
        ['prepare', 'train'],
      );
    });

    it('keeps paths relative to the project, tidied, from a folder below it too', () => {
      const below = Object.fromEntries(
        Object.entries(files).map(([path, content]) => [`sub/${path}`, content]),
      );
      const { draft, problems } = readIn(`sub/${fileName}`, memoryReader(below), text);
      assert.deepEqual(problems, []);
      for (const step of draft.steps) {
        assert.equal(step.workingFolder, 'sub');
        for (const { path } of [...step.inputs, ...step.outputs])
          assert.match(path, /^sub\/[^.].*[^/]$/);
      }
    });

    it('comes to the same however often it is asked', () => {
      const both = (source: string) =>
        [readText(source), readText(source)].map(({ draft, problems }) => {
          const { resolve, ...facts } = draft.facts ?? {};
          return { draft: { ...draft, facts }, problems, resolves: typeof resolve };
        });
      for (const source of [text, mistaken]) {
        const [once, again] = both(source);
        assert.deepEqual(once, again);
      }
    });

    it('never throws: cut anywhere', () => {
      for (let end = 0; end <= text.length; end++)
        holds(readText(text.slice(0, end)), text.slice(0, end));
    });

    it('never throws: with odd characters anywhere', () => {
      const random = seededRandom(`contract ${name}`);
      const odd = [
        '{',
        '}',
        '[',
        ':',
        '\n',
        '\t',
        '*',
        '&a ',
        '"',
        "'",
        '\0',
        '\uD800',
        '$',
        '${',
        '}}',
        '- ',
        '🎈',
      ];
      for (let round = 0; round < 100; round++) {
        const at = Math.floor(random() * text.length);
        const damaged =
          text.slice(0, at) + (odd[Math.floor(random() * odd.length)] ?? '') + text.slice(at + 1);
        holds(readText(damaged), damaged);
      }
    });

    it('never throws: what is no text of any dialect', () => {
      const none = [
        '',
        ' ',
        '\0',
        '\uFEFF',
        'null',
        '[]',
        '1',
        'a',
        '- a',
        '"',
        '{',
        '%',
        '---',
        '...',
        '\r',
        '?',
        '!!binary a',
        '&a *a',
      ];
      for (const source of none) holds(readText(source), source);
    });

    it('never throws: on a disk where nothing can be read', () => {
      const { problems } = readIn(
        fileName,
        { readText: () => null, kindOf: () => 'missing', throughLink: () => true },
        text,
      );
      assert.ok(problems.every((problem) => problem.message.length > 0));
    });
  });
}

function holds(
  { draft, problems }: { draft: Draft; problems: readonly Problem[] },
  source: string,
): void {
  for (const { range, code, message } of problems) {
    assert.ok((PROBLEM_CODES as readonly string[]).includes(code), code);
    assert.notEqual(code, 'text-unreadable', message);
    assert.ok(range.start >= 0 && range.start <= range.end && range.end <= source.length);
  }
  for (const step of draft.steps) {
    assert.equal(typeof step.name, 'string');
    assert.ok(step.commands.every((command) => typeof command === 'string'));
  }
}
