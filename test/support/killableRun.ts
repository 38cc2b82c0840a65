import { processHost } from '../../src/base/host';
import { diskReader } from '../../src/engine/diskReader';
import { readPipeline } from '../../src/pipeline/readPipeline';
import { openRecords } from '../../src/records/records';
import { runPlan } from '../../src/run/runPlan';
import { openStore } from '../../src/store/diskStore';
import { prepareProject } from '../../src/store/layout';

/**
 * A program: runs `pipeline.yaml` of the folder it is given, as a process of its own that a test may
 * kill. Tells its events to who started it; exits 0 where the run succeeded, 3 where not, 2 where refused.
 */
async function main(root: string, reuse: 'full' | 'none', clock?: string): Promise<number> {
  const project = { root, store: `${root}/.reprise` };
  const prepared = prepareProject(project);
  if (!prepared.ok) throw new Error(prepared.failure.code);
  const store = openStore(project.store);
  if (!store.ok) throw new Error(store.failure.code);
  const reader = diskReader(root);
  const text = reader.readText('pipeline.yaml') ?? '';
  const { plan } = readPipeline(text, { file: 'pipeline.yaml', reader });
  const run = await runPlan({
    project,
    store: store.value,
    records: openRecords(project),
    host: { ...processHost(), ...(clock === 'hasty' ? { now: hastyClock() } : {}) },
    plan,
    label: null,
    targets: null,
    purpose: 'run',
    version: null,
    room: null,
    jobs: 2,
    reuse,
    keepGoing: false,
    runId: null,
    takeOver: false,
    variables: process.env,
    onEvent: (event) => process.send?.(event),
    cancel: new AbortController().signal,
    graceMs: 100,
  });
  await store.value.close();
  if (!run.ok) process.send?.({ refused: run.failure });
  return !run.ok ? 2 : run.value.status === 'succeeded' ? 0 : 3;
}

/** A minute goes by with each look at it, so that whatever is done now and then is done at once. */
function hastyClock(): () => number {
  let now = Date.now();
  return () => (now += 60_000);
}

const [, , root, reuse, clock] = process.argv;
void main(root ?? '', reuse === 'none' ? 'none' : 'full', clock).then((code) => {
  if (process.connected) process.disconnect();
  process.exitCode = code;
});
