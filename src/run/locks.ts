import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { linkOrCopy } from '../base/atomicFile';
import { isRunning, ownIdentity } from '../base/processes';
import type { ProcessIdentity } from '../base/processes';
import { removeFile } from '../base/removeFile';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { patternsMeet } from '../pipeline/patternsMeet';
import type { RecordFailure, RunFailure } from '../records/failures';
import { isDeadProcess } from '../records/runFiles';
import type { StoreFailure } from '../store/failures';
import type { Project } from '../store/layout';
import { writeFailure } from '../store/storeError';

/** Who runs what: one file of locks/. */
export interface Claim {
  readonly format: 1;
  readonly run: string;
  /** Null for a run in a room, which is in nobody's way. */
  readonly pipeline: string | null;
  readonly outputs: readonly string[];
  readonly process: ProcessIdentity;
}

/** A claim that holds until it is let go. */
export interface Lock {
  /** Claims of dead runs: those that stood in the way, and those of rooms. What they left is ended before anything starts. */
  readonly dead: readonly Claim[];
  /** Takes the claim of a dead run away, once nothing of it is left. */
  bury(claim: Claim): void;
  release(): void;
}

/**
 * Claims a pipeline and its outputs for a run. Nothing has to be cleaned up after a crash: a claim is a
 * file of its own name, so that none is ever taken over half-written, and it counts only while its
 * process may live. Two claims that come at once see each other: each is first laid down as a wish and
 * granted by a second file, and of two wishes that meet the one with the smaller id waits until the other
 * has given way or was granted. A wish stays as long as its claim, because a name that is renamed while
 * another lists the folder may be missed.
 */
export async function claimRun(
  project: Project,
  claim: Omit<Claim, 'format' | 'process'>,
  options: { readonly takeOver: boolean },
): Promise<Result<Lock, RunFailure | RunIdTaken | StoreFailure>> {
  const own: Claim = { format: 1, ...claim, process: ownIdentity() };
  try {
    return await claimed(project, own, options);
  } catch (error) {
    return failed(writeFailure(error, project.store));
  }
}

/** The claims of this project that may be live. */
export function liveClaims(project: Project): Claim[] {
  return readClaims(path.join(project.store, 'locks'))
    .filter(({ claim }) => !isDeadProcess(claim.process, runFolder(project, claim.run)))
    .map((found) => found.claim);
}

/**
 * Whether a run whose process nobody here can ask may be taken over by a person's word: nobody else holds its
 * claim with a beat younger than a minute.
 */
export function isSilentRun(project: Project, run: string): boolean {
  const folder = path.join(project.store, 'locks');
  const found = readClaims(folder).find(({ claim }) => claim.run === run);
  if (found === undefined) return true;
  const clock = path.join(folder, `${run}.asked-${randomBytes(6).toString('hex')}`);
  try {
    return isSilent(found, clock);
  } finally {
    fs.rmSync(clock, { force: true });
  }
}

/** Takes the claim of a run away whose record goes too. */
export function dropClaim(project: Project, run: string): void {
  removeClaim(filesOf(path.join(project.store, 'locks'), run));
}

async function claimed(
  project: Project,
  own: Claim,
  options: { readonly takeOver: boolean },
): Promise<Result<Lock, RunFailure | RunIdTaken>> {
  const folder = path.join(project.store, 'locks');
  fs.mkdirSync(folder, { recursive: true });
  const files = filesOf(folder, own.run);
  if (!layWish(project, files.wish, own)) return failed({ code: 'run-id-taken', id: own.run });
  for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
    const others = readClaims(folder).filter((other) => other.claim.run !== own.run);
    const met = others.filter((other) => inTheWay(own, other.claim));
    const alive = met.filter(
      (other) => !isDead(project, other) && !(options.takeOver && isSilent(other, files.clock)),
    );
    const winner = alive.find(
      (other) =>
        other.granted ||
        other.claim.run < own.run ||
        // Whoever has not come to its grant for a minute, and cannot be asked, would be waited for without end.
        isSilent(other, files.clock),
    );
    if (winner) {
      removeClaim(files);
      return failed(busy(own, winner.claim));
    }
    if (alive.length === 0) {
      const dead = [...met, ...others.filter((other) => isDeadRoom(project, other))].map(
        (other) => other.claim,
      );
      return ok(hold(folder, files, dead));
    }
    await wait(pause);
  }
}

type RunIdTaken = Extract<RecordFailure, { readonly code: 'run-id-taken' }>;

interface FoundClaim {
  readonly claim: Claim;
  /** Its time is that of the last heartbeat. */
  readonly file: string;
  readonly granted: boolean;
}

/** `wish`: the claim itself. `granted`: there once it holds, written anew with each beat. */
interface ClaimFiles {
  readonly wish: string;
  readonly granted: string;
  readonly clock: string;
}

function filesOf(folder: string, run: string): ClaimFiles {
  const at = (ending: string): string => path.join(folder, run + ending);
  return { wish: at('.json'), granted: at('.granted'), clock: at('.clock') };
}

function hold(folder: string, files: ClaimFiles, dead: readonly Claim[]): Lock {
  fs.writeFileSync(files.granted, '0');
  let beats = 0;
  const beat = setInterval(() => {
    fs.writeFile(files.granted, String(++beats), () => undefined);
  }, BEAT_MS);
  beat.unref();
  return {
    dead,
    bury: ({ run }) => removeClaim(filesOf(folder, run)),
    release: () => {
      clearInterval(beat);
      removeClaim(files);
    },
  };
}

/** The wish goes last: a claim that is half taken away still counts, and its process tells that it is dead. */
function removeClaim(files: ClaimFiles): void {
  for (const file of [files.clock, files.granted, files.wish]) removeFile(file);
}

function readClaims(folder: string): FoundClaim[] {
  if (!fs.existsSync(folder)) return [];
  const names = fs.readdirSync(folder);
  return names.flatMap((name): FoundClaim[] => {
    if (!name.endsWith('.json')) return [];
    const { wish, granted } = filesOf(folder, name.slice(0, -'.json'.length));
    try {
      const claim = JSON.parse(fs.readFileSync(wish, 'utf8')) as Claim;
      const isGranted = fs.existsSync(granted);
      return [{ claim, file: isGranted ? granted : wish, granted: isGranted }];
    } catch {
      return []; // let go meanwhile; a claim is never seen half-written
    }
  });
}

function inTheWay(own: Claim, other: Claim): boolean {
  if (own.pipeline === null || other.pipeline === null) return false;
  return own.pipeline === other.pipeline || sharedOutputs(own, other).length > 0;
}

/** Nobody waits for the run of a room, so whoever comes next ends what a killed one left running. */
function isDeadRoom(project: Project, found: FoundClaim): boolean {
  return found.claim.pipeline === null && isDead(project, found);
}

function isDead(project: Project, { claim }: FoundClaim): boolean {
  return isDeadProcess(claim.process, runFolder(project, claim.run));
}

function runFolder(project: Project, run: string): string {
  return path.join(project.store, 'runs', run);
}

function sharedOutputs(own: Claim, other: Claim): string[] {
  return own.outputs.filter((a) => other.outputs.some((b) => patternsMeet(a, b)));
}

/**
 * Where nobody can know whether a holder lives (another host, another process namespace), only a person
 * says that it does not, and only of a claim that has been silent for a minute by the clock of the disk they share.
 */
function isSilent({ claim, file }: FoundClaim, clock: string): boolean {
  if (isRunning(claim.process) !== 'unknown') return false;
  try {
    fs.writeFileSync(clock, '');
    return fs.statSync(clock).mtimeMs - fs.statSync(file).mtimeMs > SILENT_MS;
  } catch {
    return false; // let go meanwhile: the next look does not find it
  }
}

function busy(own: Claim, other: Claim): RunFailure {
  return {
    code: 'pipeline-busy',
    run: other.run,
    pid: other.process.pid,
    host: other.process.host,
    outputs: own.pipeline === other.pipeline ? [] : sharedOutputs(own, other),
  };
}

/**
 * Made elsewhere and linked, so that it is never seen half-written; what a crash leaves there is gc's.
 * False where another start with the same id has laid its wish.
 */
function layWish(project: Project, file: string, claim: Claim): boolean {
  const folder = path.join(project.store, 'tmp');
  const temporary = path.join(folder, `claim-${randomBytes(6).toString('hex')}`);
  fs.mkdirSync(folder, { recursive: true });
  try {
    fs.writeFileSync(temporary, JSON.stringify(claim));
    linkOrCopy(temporary, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    removeFile(temporary);
  }
}

const BEAT_MS = 10_000;
const SILENT_MS = 60_000;
