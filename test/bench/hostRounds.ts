import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { reprise } from '../extension/support/extension';
import { api, until } from '../extension/support/outline';
import { folder } from '../extension/support/workspace';

import { forkNode, watchHost } from './watchedHost';
import type { Watched } from './watchedHost';

/** Runs a pipeline so many times, each time with something else to do, and tells what held up the host. */
export async function rounds(
  name: string,
  file: string,
  prepare: (round: number) => void = writeRound,
): Promise<void> {
  await show(file);
  await watched(name, { prepare, work: () => runToEnd(file), isOurs: true });
}

/** The same window while another program does something: what holds up the host then is not ours. */
export async function roundsOfAnother(
  name: string,
  file: string,
  { prepare, line }: { readonly prepare: (round: number) => void; readonly line: string },
): Promise<void> {
  await show(file);
  const other = forkNode('otherProgram.js');
  const work = async (): Promise<void> => {
    const done = once(other, 'message');
    other.send(line);
    await done;
  };
  await watched(name, { prepare, work, isOurs: false });
  other.disconnect();
}

async function watched(
  name: string,
  what: {
    readonly prepare: (round: number) => void;
    readonly work: () => Promise<void>;
    readonly isOurs: boolean;
  },
): Promise<void> {
  const all: Watched[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    what.prepare(round);
    all.push(await watchHost(dist(), what.work));
    for (const line of stretchLines(all.at(-1))) say(`  ${name}, ${round + 1}: ${line}`);
  }
  tellWatched(name, all, what);
}

/** Prints the longest of each measure and the median; beside another program nothing is promised. */
export function tellWatched(
  name: string,
  all: readonly Watched[],
  { isOurs }: { readonly isOurs: boolean },
): void {
  for (const [measure, of] of MEASURED) {
    const values = all.flatMap((one) => of(one) ?? []).sort((a, b) => a - b);
    const [median, value] = [values[values.length >> 1], values.at(-1)];
    if (median === undefined || value === undefined) continue;
    const row = { name: `${name}: ${measure}`, value, median, unit: 'ms' };
    const isBound = isOurs && !OF_THE_MACHINE.has(measure);
    say(JSON.stringify(isBound ? { ...row, target: 50, met: value <= 50 } : row));
  }
}

const MEASURED: readonly (readonly [string, (watched: Watched) => number | null])[] = [
  ['longest stall', ({ wall }) => wall],
  ['CPU time between two turns', ({ cpu }) => cpu],
  ['longest stretch of our code', ({ own }) => own],
  ['CPU time of ours at a stretch', ({ ownCpu }) => ownCpu],
  ['wait for a core', ({ waited }) => waited],
  ['stall of an idle process', ({ idle }) => idle],
];
/** What no program here can do anything about, and so has no bound. */
const OF_THE_MACHINE: ReadonlySet<string> = new Set([
  'wait for a core',
  'stall of an idle process',
]);

/** As a person who waits for a run has the window: the tree, with the row of the run, and the pipeline file. */
async function show(file: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(file));
  await vscode.commands.executeCommand('reprise.pipelines.focus');
}

async function runToEnd(file: string): Promise<void> {
  const runs = (): readonly { id: string; status: string }[] => {
    return api().pipelines.of(file)?.view.past?.runs ?? [];
  };
  const before = new Set(runs().map(({ id }) => id));
  void vscode.commands.executeCommand('reprise.run', { file });
  await until(() => {
    const run = runs().find(({ id }) => !before.has(id));
    return run !== undefined && run.status !== 'running' ? true : undefined;
  });
  // what the extension does when a run has ended is a part of it
  await new Promise((resolve) => setTimeout(resolve, 1500));
}

function stretchLines(watched: Watched | undefined): string[] {
  if (watched === undefined) return [];
  const { wall, cpu, waited, own, ownCpu, idle, ours, longest } = watched;
  const ms = (value: number | null): string => (value === null ? '?' : value.toFixed(1));
  return [
    `stall ${ms(wall)}, CPU ${ms(cpu)}, waited for a core ${ms(waited)}, ours ${ms(own)} (CPU ${ms(ownCpu)}), idle process ${ms(idle)}`,
    `in ours: ${(ours?.top ?? []).join(' | ')}`,
    `in the longest: ${(longest?.top ?? []).join(' | ')}`,
  ];
}

/** Lays a pipeline file of these lines of steps into the workspace, and waits until the extension has read it. */
export async function pipelineFile(name: string, steps: readonly string[]): Promise<string> {
  const file = path.join(folder(), `${name}.pipeline.yaml`);
  fs.writeFileSync(file, [`name: ${name}`, 'steps:', ...steps, ''].join('\n'));
  writeRound(-1);
  await until(() => api().pipelines.of(file)?.view.head ?? undefined);
  return file;
}

/** Something else to do for whoever has `round.txt` as an input. */
export function writeRound(round: number): void {
  fs.writeFileSync(path.join(folder(), 'round.txt'), `${round}\n`);
}

function dist(): string {
  return path.join(reprise().extensionPath, 'dist');
}

function say(line: string): void {
  console.log(`bench: ${line}`);
}

const ROUNDS = Number(process.env['REPRISE_BENCH_ROUNDS'] ?? 5);
