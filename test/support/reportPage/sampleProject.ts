import { runPipeline, saveVersion, verify } from '../../../src/engine';
import { processHost } from '../../../src/base/host';
import type { Report } from '../../../src/records/report';
import { temporaryFolder, writeFiles } from '../temporary';

/** A project whose `v1.0` was saved and verified. */
export interface VerifiedProject {
  readonly folder: string;
  readonly report: Report;
}

/** Runs, saves and verifies a pipeline that is written out here. */
export async function verifiedProject(
  files: Readonly<Record<string, string>>,
): Promise<VerifiedProject> {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const variables = { ...process.env, REPRISE_SCRATCH: temporaryFolder() };
  const where = { folder, host: { ...processHost(), variables } };
  const run = await runPipeline({ ...where, targets: [] });
  if (!run.ok) throw new Error(JSON.stringify(run.failure));
  const saved = await saveVersion({ ...where, message: 'first that we shipped' });
  if (!saved.ok) throw new Error(JSON.stringify(saved.failure));
  const report = await verify({ ...where, version: 'v1.0' });
  if (!report.ok) throw new Error(JSON.stringify(report.failure));
  return { folder, report: report.value };
}

/** A step that writes something else each time it runs away from the project. */
const MAKE = `
const fs = require('node:fs');
const zlib = require('node:zlib');
const again = !fs.existsSync('.reprise');
const [what] = process.argv.slice(2);
const write = (file, data) => {
  fs.mkdirSync(require('node:path').dirname(file), { recursive: true });
  fs.writeFileSync(file, data);
};
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  let crc = -1;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  out.writeUInt32BE((crc ^ -1) >>> 0, body.length + 4);
  return out;
}
function png(width, height, at) {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const to = y * (1 + width * 3) + 1 + x * 3;
    const [r, g, b] = at(x, y);
    rows[to] = r; rows[to + 1] = g; rows[to + 2] = b;
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0); head.writeUInt32BE(height, 4); head[8] = 8; head[9] = 2;
  return Buffer.concat([Buffer.from('\\x89PNG\\r\\n\\x1a\\n', 'latin1'), chunk('IHDR', head),
    chunk('IDAT', zlib.deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
const makers = {
  prepare: () => write('data/clean.csv', 'id,age\\n' + Array.from({ length: 40 }, (_, i) => i + ',' + (20 + i)).join('\\n') + '\\n'),
  metrics: () => write('metrics/forest.json', JSON.stringify({
    model: again ? 'forest-b' : 'forest-a', accuracy: again ? 0.907 : 0.913, roc_auc: again ? 0.9705 : 0.9712,
    folds: [0.9, again ? 0.88 : 0.91, 0.92], fit_seconds: again ? 30.0127 : 29.8814, n: 1200 }, null, 2)),
  text: () => write('summary.md', Array.from({ length: 60 }, (_, i) =>
    i === 12 && again ? 'The forest was right in 907 of 1000 cases.' : i === 12 ? 'The forest was right in 913 of 1000 cases.'
    : i === 40 && again ? '' : i === 50 && again ? 'line 50\\na line that was not there' : 'line ' + i).join('\\n') + '\\n'),
  table: () => write('predictions.csv', 'id,name,price,sold\\n' + Array.from({ length: 300 }, (_, i) =>
    [i, 'house ' + i, (100 + i * 1.5 + (again && i % 37 === 5 ? 0.25 : 0)).toFixed(2), again && i === 42 ? 'no' : 'yes'].join(',')).join('\\n') + '\\n'),
  image: () => write('plot.png', png(360, 220, (x, y) => {
    const line = 200 - x * 0.45 - Math.sin(x / (again ? 21 : 20)) * 22;
    if (Math.abs(y - line) < 2) return [0, 95, 184];
    return x % 60 === 0 || y % 44 === 0 ? [225, 225, 225] : [255, 255, 255];
  })),
  model: () => { const bytes = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i) % 251)); if (again) bytes.write('seed', 3210); write('model.bin', bytes); },
  folder: () => { for (const name of ['a', 'b', 'c']) write('parts/' + name + '.txt', name === 'b' && again ? 'two\\n' : 'one\\n'); },
  report: () => write('card.md', 'always the same\\n'),
  fail: () => { if (again) { console.log('reading weights'); console.error('FileNotFoundError: /data/weights.bin'); process.exit(3); } write('out.txt', 'x\\n'); },
  after: () => write('after.txt', 'y\\n'),
};
makers[what]();
`;

/** Every kind of difference in one pipeline. */
export const DIFFERENT: Readonly<Record<string, string>> = {
  'make.js': MAKE,
  'pipeline.yaml': `name: churn
version: v1.0
steps:
  prepare:
    run: node make.js prepare
    inputs: [make.js]
    outputs: [data/clean.csv]
  train:
    run: |
      node make.js metrics
      node make.js model
      node make.js image
    inputs: [make.js, data/clean.csv]
    outputs: [metrics/forest.json, model.bin, plot.png]
  evaluate:
    run: |
      node make.js text
      node make.js table
      node make.js folder
    inputs: [make.js, model.bin]
    outputs: [summary.md, predictions.csv, parts]
  card:
    run: node make.js report
    inputs: [make.js, data/clean.csv]
    outputs: [card.md]
`,
};

/** Nothing differs. */
export const IDENTICAL: Readonly<Record<string, string>> = {
  'make.js': MAKE,
  'pipeline.yaml': `name: churn
version: v1.0
steps:
  prepare:
    run: node make.js prepare
    inputs: [make.js]
    outputs: [data/clean.csv]
  card:
    run: node make.js report
    inputs: [make.js, data/clean.csv]
    outputs: [card.md]
`,
};

/** A step that fails when it is run again, and one that hangs on it. */
export const FAILING: Readonly<Record<string, string>> = {
  'make.js': MAKE,
  'pipeline.yaml': `name: churn
version: v1.0
steps:
  prepare:
    run: node make.js prepare
    inputs: [make.js]
    outputs: [data/clean.csv]
  train:
    run: node make.js fail
    inputs: [make.js, data/clean.csv]
    outputs: [out.txt]
  evaluate:
    run: node make.js after
    inputs: [make.js, out.txt]
    outputs: [after.txt]
`,
};

/** A difference that a written rule excuses. */
export const EQUIVALENT: Readonly<Record<string, string>> = {
  'make.js': MAKE,
  'pipeline.yaml': `name: churn
version: v1.0
steps:
  train:
    run: node make.js metrics
    inputs: [make.js]
    outputs:
      - metrics/forest.json: { kind: metrics, tolerance: { relative: 0.05 }, ignore: { paths: ["$.model"] } }
`,
};

/** What comes out hangs on a param and on a file. */
export const COMPARED: Readonly<Record<string, string>> = {
  'make.js': `require('node:fs').writeFileSync(process.argv[2], process.argv[3]);\n`,
  'params.yaml': 'lr: 0.1\n',
  'pipeline.yaml': `name: churn
params: params.yaml
steps:
  prepare:
    run: node make.js clean.csv id,age
    inputs: [make.js]
    outputs: [clean.csv]
  train:
    run: node make.js metrics.json '{"loss":\${{ params.lr }}}'
    params: [lr]
    inputs: [make.js, clean.csv]
    outputs: [metrics.json]
`,
};
