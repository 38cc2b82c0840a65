import * as fs from 'node:fs';
import * as path from 'node:path';

import { folder } from '../extension/support/workspace';

import { pipelineFile, rounds, roundsOfAnother } from './hostRounds';

/** How long the host is held up while runs go on that the extension has begun, its tree, its terminal and its lenses open. */
describe('stalls of the host while runs go on', function () {
  this.timeout(1_800_000);

  it('a large input is captured', async () => {
    const file = await pipelineFile('large', [
      '  sum:',
      '    run: head -c 10 large.bin | wc -c > sum.txt',
      '    inputs: [large.bin]',
      '    outputs: [sum.txt]',
    ]);
    await rounds('1 GiB captured', file, writeLarge);
    const large = path.join(folder(), 'large.bin');
    await roundsOfAnother('1 GiB hashed and copied by other programs', file, {
      prepare: writeLarge,
      line: `sha256sum '${large}' & cp '${large}' '${large}.copy'; sync '${large}.copy'; rm '${large}.copy'; wait`,
    });
    fs.rmSync(large);
  });

  it('1,000 steps that do next to nothing', async () => {
    const steps = Array.from({ length: 1000 }, (_, at) => [
      `  s${at}:`,
      `    run: echo ${at} > many/${at}.txt`,
      '    inputs: [round.txt]',
      `    outputs: [many/${at}.txt]`,
    ]);
    const file = await pipelineFile('many', steps.flat());
    await rounds('1,000 trivial steps', file);
  });

  it('a step that prints much', async () => {
    const file = await pipelineFile('loud', [
      '  print:',
      `    run: "yes 'a line of about the length that lines have' | head -c 500000000; echo done > loud.txt"`,
      '    inputs: [round.txt]',
      '    outputs: [loud.txt]',
    ]);
    await rounds('a step prints 500 MB', file);
  });
});

function writeLarge(round: number): void {
  const piece = Buffer.alloc(1 << 20, 7 + round);
  const descriptor = fs.openSync(path.join(folder(), 'large.bin'), 'w');
  for (let count = 0; count < 1024; count++) fs.writeSync(descriptor, piece);
  fs.closeSync(descriptor);
}
