import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';
import * as path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { busyStretches } from './hostProfile';
import type { Stretch } from './hostProfile';
import { openThreadClock } from './threadClock';

/** What held up the thread of the extension host while something was done; milliseconds. */
export interface Watched {
  /** How long its loop did not turn, at the longest. */
  readonly wall: number;
  /** What its thread worked between two turns, at the most; null where the system does not tell. */
  readonly cpu: number | null;
  /** Of the turn in which it waited longest for a core: how long. */
  readonly waited: number | null;
  /** Of the stretch without an idle sample in which the extension worked longest: how long that was, by the clock on the wall. */
  readonly own: number;
  /** The most CPU time that the extension had in such a stretch: its share of what the thread worked; null as above. */
  readonly ownCpu: number | null;
  /** How long the loop of a process that has nothing to do did not turn in the same seconds. */
  readonly idle: number;
  /** The stretch in which the extension worked longest, and the longest of all. */
  readonly ours: Stretch | null;
  readonly longest: Stretch | null;
}

/** Watches the thread of the extension host while something is done; `dist`: the folder of the bundles. */
export async function watchHost(dist: string, work: () => Promise<void>): Promise<Watched> {
  const idle = await beginIdle();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
  const turns = watchTurns();
  const from = nowMs();
  await idle.begin();
  let profile: Profiler.Profile;
  let to: number;
  try {
    await turns.begin();
    await work();
  } finally {
    turns.end();
    to = nowMs();
    ({ profile } = await session.post('Profiler.stop'));
    session.disconnect();
  }
  keepProfile(profile);
  const stretches = busyStretches(profile, { ours: dist, bench: OUT, from, to });
  const ours = longest(stretches, ({ of }) => of.ours);
  return {
    ...turns.told(),
    own: ours?.of.ours ?? 0,
    ownCpu: mostCpu(stretches, turns.worked()),
    idle: await idle.end(),
    ours,
    longest: longest(stretches, ({ ms }) => ms),
  };
}

function watchTurns(): {
  begin(): Promise<void>;
  end(): void;
  /** What the thread had worked by the end of each turn. */
  worked(): readonly Worked[];
  told(): Pick<Watched, 'wall' | 'cpu' | 'waited'>;
} {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const clock = openThreadClock();
  let timer: NodeJS.Timeout | null = null;
  let cpu: number | null = null;
  let waited: number | null = null;
  const turns: Worked[] = [];
  return {
    begin: async () => {
      let before = clock.read();
      timer = setInterval(() => {
        const now = clock.read();
        if (now !== null && before !== null) {
          cpu = Math.max(cpu ?? 0, now.worked - before.worked);
          waited = Math.max(waited ?? 0, now.waited - before.waited);
        }
        before = now;
        if (now !== null) turns.push({ at: nowMs(), worked: now.worked });
      }, 1);
      delay.enable();
      // a delay is measured from the turn before, so that there has to be one
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
    end: () => {
      delay.disable();
      if (timer !== null) clearInterval(timer);
      clock.close();
    },
    worked: () => turns,
    told: () => ({ wall: delay.max / 1e6, cpu, waited }),
  };
}

interface Worked {
  /** On the clock that profiles are on. */
  readonly at: number;
  readonly worked: number;
}

function mostCpu(stretches: readonly Stretch[], turns: readonly Worked[]): number | null {
  if (turns.length === 0) return null;
  const shares = stretches.map(({ from, ms, of }) => {
    const before = turns.findLast(({ at }) => at <= from)?.worked ?? turns[0]?.worked ?? 0;
    const after = turns.find(({ at }) => at >= from + ms)?.worked ?? before;
    return ms === 0 ? 0 : ((after - before) * of.ours) / ms;
  });
  return Math.max(0, ...shares.filter((share) => share > 0));
}

async function beginIdle(): Promise<{ begin(): Promise<void>; end(): Promise<number> }> {
  const child = forkNode('idleLoop.js');
  const asked = async (what: string): Promise<unknown> => {
    const answer = once(child, 'message');
    child.send(what);
    return ((await answer) as unknown[])[0];
  };
  await asked('begin');
  return {
    begin: async () => {
      await asked('begin');
    },
    end: async () => {
      const max = Number(await asked('end'));
      child.disconnect();
      return max;
    },
  };
}

/** A program of the benchmark in a Node of its own, to be disconnected. */
export function forkNode(name: string): ChildProcess {
  return fork(path.join(__dirname, name), {
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
}

/** With REPRISE_BENCH_PROFILES profiles are kept in that folder, for a viewer. */
function keepProfile(profile: Profiler.Profile): void {
  const folder = process.env['REPRISE_BENCH_PROFILES'];
  if (folder === undefined) return;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, `${Date.now()}.cpuprofile`), JSON.stringify(profile));
}

function longest(stretches: readonly Stretch[], of: (stretch: Stretch) => number): Stretch | null {
  return stretches.reduce<Stretch | null>(
    (most, one) => (most === null || of(one) > of(most) ? one : most),
    null,
  );
}

/** Of the clock that profiles are on. */
function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Where the compiled tests lie. */
const OUT = path.resolve(__dirname, '..', '..');
