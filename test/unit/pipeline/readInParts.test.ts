import * as assert from 'node:assert/strict';

import { complaintsAbout } from '../../../src/pipeline/complaints';
import { readDocument } from '../../../src/pipeline/document';
import { partsParser, readWhole } from '../../../src/pipeline/readInParts';
import { readPipeline } from '../../../src/pipeline/readPipeline';
import type { TextNode } from '../../../src/pipeline/textNode';
import { memoryReader } from '../../support/memoryReader';
import { WHOLE_FILES, WHOLE_PIPELINE } from '../../support/pipelines';
import { seededRandom } from '../../support/seededRandom';

const SAMPLES: Readonly<Record<string, string>> = {
  whole: WHOLE_PIPELINE,
  comments:
    '# a\n\nsteps:\n  # b\n  a: # c\n    run: x\n # d\n\n  b:\n    run: y\n# e\nname: n # f\n',
  'windows lines': 'name: n\r\nsteps:\r\n  a:\r\n    run: |\r\n      x\r\n\r\n  b: { run: y }\r\n',
  'a mark first': '\uFEFFname: n\nsteps:\n  a: { run: x }\n',
  'lists at the margin': 'source:\n- a\n- b\nsteps:\n  a:\n    run: x\n    inputs:\n    - a\n',
  'brackets at the margin': 'source: [\n  a,\n  b\n]\nsteps: {\n  a: { run: x }\n}\n',
  blocks:
    'steps:\n  a:\n    run: |+\n      x\n\n\n  b:\n    run: >-\n      y\n      z\n\nname: n\n',
  quotes: '"name": \'a # b\'\nsteps:\n  "a": { run: "x: y" }\n  \'b\':\n    run: \'z\'\n',
  anchors: 'x-a: &a { shell: bash }\nsteps:\n  a: { <<: *a, run: x }\n',
  flow: '{ name: a, steps: { a: { run: x } } }\n',
  'no end': 'steps:\n  a:\n    run: x',
  'two of a key': 'name: a\nname: b\nsteps:\n  a: { run: x }\n  a: { run: y }\n',
  'odd keys': 'x-a#b: 1\nx-c d: 2\n-x: 3\nsteps:\n  a: { run: x }\n',
  empty: 'steps:\n',
};

describe('a text read in parts', () => {
  for (const [name, text] of Object.entries(SAMPLES)) {
    it(`is what it is as a whole: ${name}`, () => same(text, true));
  }

  it('is what it is as a whole wherever it is valid, however it was damaged', () => {
    const random = seededRandom('parts');
    const upTo = (count: number): number => Math.floor(random() * count);
    const odd = ['\n', '  ', ' ', ':', '"', "'", '[', ']', '}', '- ', '#', 'a', '\n  ', '|', '\t'];
    let valid = 0;
    for (let round = 0; round < 400; round++) {
      const samples = Object.values(SAMPLES);
      let text = samples[upTo(samples.length)] as string;
      for (let change = 0; change <= upTo(3); change++) {
        const at = upTo(text.length);
        text = text.slice(0, at) + (odd[upTo(odd.length)] as string) + text.slice(at + upTo(2));
      }
      if (same(text, false)) valid++;
    }
    assert.ok(valid > 80, `${valid} were valid`);
  }).timeout(20_000);

  it('keeps what is broken in one step from the others', () => {
    const text = 'steps:\n  a:\n    run: "x\n  b:\n    run: y\n    inptus: []\n  c:\n    run: z\n';
    const parser = partsParser();
    const reading = readPipeline(text, { file: 'pipeline.yaml', reader: memoryReader(), parser });
    assert.deepEqual(
      reading.plan.steps.map((step) => step.name),
      ['a', 'b', 'c'],
    );
    assert.deepEqual(
      reading.problems.map(({ code, range }) => `${range.line} ${code}`),
      ['3 yaml-invalid', '6 key-unknown'],
    );
  });

  it('takes a half written key for a part of its own', () => {
    const text = 'na\nsteps:\n  a: { run: x }\n  b\n  c: { run: y, foo: 1 }\n';
    const parser = partsParser();
    const { plan, problems } = readPipeline(text, {
      file: 'pipeline.yaml',
      reader: memoryReader(),
      parser,
    });
    assert.deepEqual(
      problems.map(({ code, range }) => `${range.line} ${code}`),
      ['1 yaml-invalid', '4 yaml-invalid', '5 key-unknown'],
    );
    assert.deepEqual(
      plan.steps.map((step) => step.name),
      ['a', 'c'],
    );
  });

  it('is read again only where it changed', () => {
    const parser = partsParser();
    const read = (text: string): TextNode | null => parser.read(text, complaintsAbout(text));
    const member = (root: TextNode | null, at: number): unknown => {
      const steps = root?.kind === 'map' ? root.members.at(-1)?.value : null;
      return steps?.kind === 'map' ? steps.members[at]?.value : null;
    };
    const first = read('steps:\n  a: { run: x }\n  b: { run: y }\n');
    const second = read('steps:\n  a: { run: x }\n  b: { run: z }\n');
    assert.equal(member(first, 0), member(second, 0));
    const moved = read('name: n\nsteps:\n  a: { run: x }\n');
    assert.deepEqual(
      moved,
      readDocument('name: n\nsteps:\n  a: { run: x }\n', complaintsAbout('')),
    );
  });
});

describe('a long text', () => {
  it('is read piece by piece as it is read at once, sound and damaged', () => {
    const random = seededRandom('pieces');
    const upTo = (count: number): number => Math.floor(random() * count);
    const odd = ['\n', '  ', ':', '"', ']', '- ', '#', '\t', '&a ', 'a: 1\n', '? '];
    for (let round = 0; round < 30; round++) {
      let text = longText(40_000, upTo);
      if (round % 3 > 0) {
        const at = upTo(text.length);
        text = text.slice(0, at) + (odd[upTo(odd.length)] as string) + text.slice(at + upTo(3));
      }
      const [once, inPieces] = [complaintsAbout(text), complaintsAbout(text)];
      const root = readDocument(text, once);
      assert.deepEqual(trimmed(readWhole(text, inPieces), text), trimmed(root, text));
      assert.deepEqual(inPieces.list(), once.list());
    }
  }).timeout(60_000);

  it('may have as many tokens and levels as at once', () => {
    const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    const filler = `  f:\n    run: |\n${'      x\n'.repeat(3000)}`;
    for (const text of [
      ...[96, 97, 98, 99, 100].map((levels) => `steps:\n${filler}  a: ${deep(levels)}\n`),
      `steps:\n${Array.from({ length: 35_000 }, (_, at) => `  s${at}: { a: 1 }\n`).join('')}`,
    ]) {
      const [once, inPieces] = [complaintsAbout(text), complaintsAbout(text)];
      const root = readDocument(text, once);
      assert.deepEqual(readWhole(text, inPieces)?.kind, root?.kind);
      assert.deepEqual(inPieces.list(), once.list());
    }
  }).timeout(60_000);
});

/** A pipeline of so many characters, its steps written in all sorts of ways. */
function longText(length: number, upTo: (count: number) => number): string {
  const ways = [
    '    shell: x\n',
    '    run: |+\n      x\n\n\n',
    '    x: >-\n      y\n      z\n\n# at the margin\n',
    '    inputs:\n    - a\n    - "b": { cache: false }\n  # between\n',
    '    outputs: [a, {b: {kind: metrics}}] # behind\n\n',
    '    params: [a.b,\n      c]\n    retries: 0x10\n',
    '    timeout: "3\n      m"\n    x-a: 2024-01-01\n  \n',
  ];
  let text = '# top\nname: n\n\nsteps: # here\n';
  for (let at = 0; text.length < length; at++) {
    text += `  ${['s', '"q', '-s'][upTo(3)] ?? 's'}${at}:\n`.replace(/"(.*):/, '"$1":');
    const first = upTo(ways.length);
    text += ways.slice(first, first + 1 + upTo(3)).join('');
  }
  return `${text}source: [a]\n`.replaceAll('\n', upTo(4) === 0 ? '\r\n' : '\n');
}

/** Compares both ways of reading; false where the text is no YAML, and then both have to say so. */
function same(text: string, mustBeValid: boolean): boolean {
  const whole = complaintsAbout(text);
  const wholeRoot = readDocument(text, whole);
  const inParts = complaintsAbout(text);
  const root = partsParser().read(text, inParts);
  const codes = (of: typeof whole): readonly string[] => of.list().map(({ code }) => code);
  const valid = !codes(whole).includes('yaml-invalid');
  assert.ok(valid || !mustBeValid);
  assert.equal(codes(inParts).includes('yaml-invalid'), !valid, JSON.stringify(text));
  if (!valid) return false;
  assert.deepEqual(trimmed(root, text), trimmed(wholeRoot, text), JSON.stringify(text));
  assert.deepEqual(inParts.list(), whole.list());
  const at = { file: 'pipeline.yaml', reader: memoryReader(WHOLE_FILES) };
  const reading = readPipeline(text, { ...at, parser: partsParser() });
  assert.deepEqual(reading, readPipeline(text, at));
  return true;
}

/** Without the white space after a node, of which the ends of nodes know more or less. */
function trimmed(node: TextNode | null, text: string): unknown {
  return JSON.parse(JSON.stringify(node), (key, value: unknown) => {
    if (key !== 'span') return value;
    const { start, end } = value as { start: number; end: number };
    return { start, end: start + text.slice(start, end).replace(/(?:\s|#[^\n]*\n?)+$/, '').length };
  });
}
