import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';

import { answers, listProcesses, readProcess, withMark } from './processTable';
import type { ProcessEntry } from './processTable';

/** Which process does a run: enough to tell a live one from a number used again. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque, equal only for the same process; null where the system does not tell. */
  readonly startTime: string | null;
  readonly host: string;
  readonly bootId: string | null;
  /** The process-id namespace; null where the system has none. */
  readonly namespace: string | null;
}

/** The identity of the process that asks. */
export function ownIdentity(): ProcessIdentity {
  return identify(process.pid);
}

/** The identity of a process of this machine; one that is gone has no start time. */
export function identify(pid: number): ProcessIdentity {
  return {
    pid,
    startTime: startTimeOf(pid),
    host: os.hostname(),
    bootId: bootId(),
    namespace: namespaceId(),
  };
}

/** When a process started, in the system's own words; null where it is gone or the system does not tell. */
export function startTimeOf(pid: number): string | null {
  return readProcess(pid)?.startTime ?? null;
}

/**
 * Whether a process still runs. It is gone only where that is known: same host and another boot, or same
 * host, boot and process namespace and no process with that pid and start time. The rest is unknown.
 */
export function isRunning(identity: ProcessIdentity): 'alive' | 'gone' | 'unknown' {
  if (identity.host !== os.hostname()) return 'unknown';
  const boot = bootId();
  if (identity.bootId !== null && boot !== null && identity.bootId !== boot) return 'gone';
  if (identity.bootId !== boot || identity.namespace !== namespaceId()) return 'unknown';
  const now = readProcess(identity.pid);
  if (now === null) return answers(identity.pid) ? 'unknown' : 'gone';
  if (now.zombie) return 'gone';
  if (identity.startTime === null || now.startTime === null) return 'unknown';
  return now.startTime === identity.startTime ? 'alive' : 'gone';
}

/** What leads to the processes that a step started: any of group, parentage and mark finds one. */
export interface ProcessTrace {
  /** The leader's group counts too: the leader was started in a group of its own. */
  readonly group: boolean;
  /** `NAME=value`, as it was in the leader's environment; null where there was none. */
  readonly mark: string | null;
  /** The leader's start time, where known: a number used again is then no longer the leader. */
  readonly startTime?: string | null;
  /**
   * The leader was seen a moment ago. Where it is gone for long, a group of its number counts only if one
   * of its members bears the mark, because the number may be another's by now.
   */
  readonly recent?: boolean;
}

/**
 * The processes that descend from a leader, the leader included, in order of their pids: by group, by
 * parentage, and by mark, so that those who left the group or lost their parents are found too. Zombies
 * do not count; the process that asks and those above it are never among them.
 */
export function descendantsOf(leader: number, trace: ProcessTrace): number[] {
  const all = listProcesses();
  const spared = ancestry(process.pid, all);
  const later = all.filter((entry) => !spared.has(entry.pid) && notOlder(entry, trace.startTime));
  const marked = trace.mark === null ? new Set<number>() : withMark(pidsOf(later), trace.mark);
  const holder = all.find((entry) => entry.pid === leader);
  const isLeader = holder !== undefined && isThatOne(holder, trace);
  const found = new Set(marked);
  if (isLeader) found.add(leader);
  if (trace.group && (isLeader || (!holder && groupIsOurs(leader, later, marked, trace)))) {
    for (const entry of later) if (entry.group === leader) found.add(entry.pid);
  }
  // Windows keeps the number of a parent that has ended, and knows no groups: parentage is all there is.
  if (process.platform === 'win32' && !holder) found.add(leader);
  addChildren(found, later);
  const ended = new Set(pidsOf(all.filter((entry) => entry.zombie)));
  const seen = new Set(pidsOf(later));
  return [...found].filter((pid) => seen.has(pid) && !ended.has(pid)).sort((a, b) => a - b);
}

function groupIsOurs(
  leader: number,
  later: readonly ProcessEntry[],
  marked: ReadonlySet<number>,
  trace: ProcessTrace,
): boolean {
  if (trace.recent !== false) return true;
  return later.some((entry) => entry.group === leader && marked.has(entry.pid));
}

function addChildren(found: Set<number>, entries: readonly ProcessEntry[]): void {
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const entry of entries) if (found.has(entry.parent)) found.add(entry.pid);
  }
}

/** A process and all those above it. */
function ancestry(pid: number, all: readonly ProcessEntry[]): Set<number> {
  const parents = new Map(all.map((entry) => [entry.pid, entry.parent]));
  const line = new Set<number>();
  for (let at: number | undefined = pid; at && !line.has(at); at = parents.get(at)) line.add(at);
  return line;
}

/** Whether who bears the leader's number is the leader; without its start time only if it was seen just now. */
function isThatOne(entry: ProcessEntry, trace: ProcessTrace): boolean {
  if (trace.startTime === undefined || trace.startTime === null) return trace.recent !== false;
  return entry.startTime === trace.startTime;
}

/** A descendant cannot have started before its leader; spares reading the environment of most processes. */
function notOlder(entry: ProcessEntry, startTime: string | null | undefined): boolean {
  if (process.platform === 'darwin' || !startTime || !entry.startTime) return true;
  return Number(entry.startTime) >= Number(startTime);
}

function pidsOf(entries: readonly ProcessEntry[]): number[] {
  return entries.map((entry) => entry.pid);
}

function bootId(): string | null {
  if (process.platform === 'linux') return readLine('/proc/sys/kernel/random/boot_id');
  if (process.platform !== 'darwin') return null;
  try {
    const out = execFileSync('sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' });
    return out.trim() || null;
  } catch {
    return null;
  }
}

function namespaceId(): string | null {
  try {
    return process.platform === 'linux' ? fs.readlinkSync('/proc/self/ns/pid') : null;
  } catch {
    return null;
  }
}

function readLine(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8').trim() || null;
  } catch {
    return null;
  }
}
