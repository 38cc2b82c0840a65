import * as path from 'node:path';

import type { Result } from '../../src/base/result';
import type { Plan } from '../../src/pipeline/model';
import { scan } from '../../src/snapshot/scan';
import { captureSource } from '../../src/snapshot/sourceTree';
import { openStore } from '../../src/store/diskStore';
import { prepareProject } from '../../src/store/layout';

/**
 * The capture that a run begins with, and nothing else of it, in a process of its own: one walk, every file of `data`
 * and the pipeline file digested and kept, their tree, and all of it on the disk and published at the end.
 */
async function main(root: string): Promise<void> {
  const project = { root, store: path.join(root, '.reprise') };
  value(prepareProject(project));
  const store = value(openStore(project.store));
  const found = value(await scan(root));
  const { files } = value(
    await captureSource({ store, root, plan: PLAN, scan: found, products: [] }),
  );
  value(await store.sync());
  await store.close();
  process.stdout.write(`${files}\n`);
}

/** The plan of a pipeline file whose one step looks at `data`. */
const PLAN: Plan = {
  format: 1,
  pipeline: 'pipeline.yaml',
  name: 'bench',
  python: null,
  lock: null,
  folder: '.',
  source: null,
  steps: [
    {
      name: 'look',
      group: null,
      shell: 'sh',
      commands: ['echo done > out.txt'],
      workingFolder: '.',
      inputs: [{ path: 'data', cache: true }],
      outputs: [{ path: 'out.txt', kind: null, cache: true, tolerance: null, ignore: null }],
      params: {},
      variables: {},
      timeoutMs: null,
      retries: 0,
      resources: null,
      needs: [],
    },
  ],
};

function value<T, F>(result: Result<T, F>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.failure));
}

main(process.cwd()).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
