import * as assert from 'node:assert/strict';

import { complaintsAbout } from '../../../src/pipeline/complaints';
import { readDocument } from '../../../src/pipeline/document';
import { pipelineSchema } from '../../../src/pipeline/keys';
import { soundBy } from '../../../src/pipeline/soundKeys';
import { membersOf } from '../../../src/pipeline/textNode';
import type { TextNode } from '../../../src/pipeline/textNode';
import { validateKeys } from '../../../src/pipeline/validateKeys';
import { WHOLE_PIPELINE } from '../../support/pipelines';
import { seededRandom } from '../../support/seededRandom';

const isSound = soundBy(pipelineSchema);

describe('keys that are surely sound', () => {
  it('are those of a plain pipeline', () => {
    const root = parsed(
      'name: n\nversion: 1.0\nparams: p.yaml\nenvironment: { lock: l, variables: { A: "0" } }\n' +
        'source: [src]\nsteps:\n  a:\n    run: x\n    inputs: [a, { b: { cache: false } }]\n' +
        '    params: [a.b]\n    timeout: 30m\n    retries: 1\n    resources: { cpus: 2, memory: 8GiB }\n' +
        '    outputs: [{ c: { kind: metrics, tolerance: { relative: 1e-6 } } }, d: ]\n',
    );
    assert.ok(root !== null && isSound(root));
  });

  it('are sound to the schema too, whatever stands in their place', () => {
    const random = seededRandom('sound keys');
    const upTo = (count: number): number => Math.floor(random() * count);
    let [sound, unsound] = [0, 0];
    for (let round = 0; round < 800; round++) {
      const root = changed(parsed(WHOLE_STEPS) as TextNode, upTo);
      const fits = pipelineSchema.safeParse(valueOf(root)).success;
      if (isSound(root)) {
        sound++;
        assert.ok(fits, JSON.stringify(valueOf(root)));
      }
      const complaints = complaintsAbout('');
      validateKeys(root, complaints);
      assert.equal(complaints.list().length === 0, fits, JSON.stringify(valueOf(root)));
      if (!fits) unsound++;
    }
    assert.ok(sound > 60 && unsound > 250, `${sound} sound, ${unsound} unsound`);
  }).timeout(30_000);
});

/** Without the matrix, whose lists are left to the schema, and with steps that nothing is wrong with. */
const WHOLE_STEPS = `${WHOLE_PIPELINE.replace(/^ {4}matrix:.*\n/m, '')}\n  first: { run: a }\n  last: { run: b, inputs: [c] }\n`;

function valueOf(node: TextNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(valueOf);
  return Object.fromEntries(node.members.map(({ key, value }) => [key, valueOf(value)]));
}

function parsed(text: string): TextNode | null {
  return readDocument(text, complaintsAbout(text));
}

const ODD: readonly string[] = [
  ...['x', '1', '-1', '1.5', '.nan', '.inf', 'true', 'null', '""', '30m', '8GiB', '1e-6', 'bash'],
  ...['[]', '{}', '[x]', '[1, x]', '[[x]]', '{ a: 1 }', '{ kind: metrics }', '{ cache: false }'],
  ...['{ x: { kind: plot } }', '{ run: x }', '{ a: { run: x } }', '{ relative: 1 }', 'metrics'],
];
const ODD_KEYS = ['run', 'steps', 'inputs', 'stages', 'kind', 'cache', 'constructor', 'A', 'ulp'];

/** The same with one value or key somewhere in it another, or left out. */
function changed(node: TextNode, upTo: (count: number) => number): TextNode {
  const odd = (): TextNode => parsed(ODD[upTo(ODD.length)] as string) as TextNode;
  if (node.kind === 'scalar' || upTo(8) === 0) return odd();
  if (node.kind === 'list') {
    const at = upTo(node.items.length);
    return { ...node, items: node.items.map((item, i) => (i === at ? changed(item, upTo) : item)) };
  }
  const members = membersOf(node);
  const at = upTo(members.length);
  const way = upTo(5);
  return {
    ...node,
    members: members.flatMap((member, i) => {
      if (i !== at) return [member];
      if (way === 0) return [];
      const key = ODD_KEYS[upTo(ODD_KEYS.length)] as string;
      if (way === 1 && !members.some((each) => each.key === key)) return [{ ...member, key }];
      return [{ ...member, value: changed(member.value, upTo) }];
    }),
  };
}
