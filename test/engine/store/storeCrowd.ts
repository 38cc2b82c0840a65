import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Digest } from '../../../src/base/digest';
import { openStore } from '../../../src/store/diskStore';
import type { Store, TakenFile } from '../../../src/store/storeModel';
import type { TreeEntry } from '../../../src/store/treeModel';
import { value } from '../../support/results';

/** One of several processes that use a store at once; told what to do, until when, and when all began. */
interface Part {
  readonly folder: string;
  readonly name: string;
  /** Milliseconds since 1970, as the next. */
  readonly began: number;
  readonly until: number;
}

/** Time goes faster for all of them, so that what is young grows old within the test. */
const SPEED = 200;
/** In the time of the crowd; four seconds of ours. */
const GRACE_MS = 4000 * SPEED;
/** Who was held up for longer than this, of ours, is not covered by the grace and promises nothing. */
const HELD_UP_MS = 1200;

/** So long, of ours, a reader waits for what is put back. */
const PUT_BACK_MS = 3000;

/** What a part did, told as one line of JSON at its end. */
export interface Told {
  readonly done: number;
  readonly removed: number;
  readonly heldUp: number;
  readonly wrong: readonly string[];
}

async function main(): Promise<void> {
  const [role = '', folder = '', name = '', began, until] = process.argv.slice(2);
  const part: Part = { folder, name, began: Number(began), until: Number(until) };
  const clock = { held: null as number | null };
  const now = (): number => clock.held ?? part.began + (Date.now() - part.began) * SPEED;
  const store = value(openStore(folder, { workers: 2, now }));
  const round = ROLES[role];
  if (round === undefined) throw new Error(role);
  const told = { done: 0, removed: 0, heldUp: 0, wrong: [] as string[] };
  while (Date.now() < part.until && told.wrong.length === 0)
    await round(store, part, { told, clock, now });
  await store.close();
  process.stdout.write(JSON.stringify(told satisfies Told));
}

interface Tools {
  readonly told: { done: number; removed: number; heldUp: number; wrong: string[] };
  /** Time stands still for the store while it is not null. */
  readonly clock: { held: number | null };
  readonly now: () => number;
}

const ROLES: Readonly<Record<string, (store: Store, part: Part, tools: Tools) => Promise<void>>> = {
  take: takeRound,
  read: readRound,
  sweep: sweepRound,
  check: checkRound,
};

/** Takes some files, publishes their tree, and takes back the promise of an older one. */
async function takeRound(store: Store, part: Part, { told }: Tools): Promise<void> {
  const start = Date.now();
  const root = path.join(path.dirname(part.folder), part.name);
  const files = contentsOf(part, told.done).map((content, at) => {
    const file = `${told.done}-${at}`;
    fs.mkdirSync(root, { recursive: true });
    fs.writeFileSync(path.join(root, file), content);
    return { path: file, stat: null, keep: true };
  });
  const taken = value(await store.takeFiles(root, files, { cached: told.done % 2 === 0 }));
  const tree = value(await store.putTree(taken.map(entryOf)));
  value(await store.sync());
  for (const file of files) fs.rmSync(path.join(root, file.path));
  value(await store.publishDocument(tree));
  told.done++;
  if (Date.now() - start > HELD_UP_MS) {
    told.heldUp++;
    fs.rmSync(documentOf(part, tree), { force: true });
    return;
  }
  const own = path.join(path.dirname(part.folder), `${part.name}-trees`);
  fs.appendFileSync(own, `${tree}\n`);
  fs.writeFileSync(path.join(promises(part), tree), '');
  const old = fs.readFileSync(own, 'utf8').split('\n').at(-5);
  if (!old) return;
  fs.rmSync(path.join(promises(part), old));
  fs.rmSync(documentOf(part, old as Digest), { force: true });
}

/**
 * Reads all that a promised tree names; one whose promise was taken back meanwhile may be gone. What a sweep has
 * moved away and puts back, because it became young, is asked for again.
 */
async function readRound(store: Store, part: Part, { told }: Tools): Promise<void> {
  const promised = fs.readdirSync(promises(part)) as Digest[];
  const digest = promised[Math.floor(Math.random() * promised.length)];
  if (digest === undefined) return;
  const giveUp = Date.now() + PUT_BACK_MS;
  for (let bad = await lacking(store, digest); bad !== null; bad = await lacking(store, digest)) {
    if (!fs.existsSync(path.join(promises(part), digest))) return;
    if (Date.now() < giveUp) continue;
    told.wrong.push(`${digest} lacks ${bad}`);
    return;
  }
  told.done++;
}

async function lacking(store: Store, digest: Digest): Promise<string | null> {
  const tree = await store.getTree(digest);
  if (!tree.ok) return JSON.stringify(tree.failure);
  for (const entry of tree.value.entries) {
    const bytes = await store.getBytes(digestOfEntry(entry));
    if (!bytes.ok) return JSON.stringify(bytes.failure);
  }
  return null;
}

async function sweepRound(store: Store, part: Part, { told, clock, now }: Tools): Promise<void> {
  clock.held = now(); // what is young is judged by when it began to ask what to keep
  const keep = new Set<Digest>();
  for (const digest of published(part)) {
    const tree = await store.getTree(digest);
    keep.add(digest);
    if (tree.ok) for (const entry of tree.value.entries) keep.add(digestOfEntry(entry));
    else if (fs.existsSync(documentOf(part, digest))) told.wrong.push(`${digest} is unreadable`);
  }
  const swept = value(await store.sweep({ keep, graceMs: GRACE_MS, dryRun: false }));
  clock.held = null;
  told.done++;
  told.removed += swept.objects;
}

/** What is being published or swept may look stray for a moment, never damaged. */
async function checkRound(store: Store, _part: Part, { told }: Tools): Promise<void> {
  for await (const finding of store.check()) {
    if (finding.kind !== 'stray') told.wrong.push(JSON.stringify(finding));
  }
  told.done++;
}

/** Contents that others take too. What is in use moves on with time; some are of a time just being swept. */
function contentsOf(part: Part, round: number): Buffer[] {
  const second = Math.floor((Date.now() - part.began) / 1000);
  const contents = Array.from({ length: 12 }, () => {
    const age = Math.random() < 0.3 ? 3 + Math.floor(Math.random() * 3) : 0;
    return contentNumber(second - age, Math.floor(Math.random() * 40));
  });
  contents.push(Buffer.from(`${part.name} ${round}`));
  if (round % 4 === 0) contents.push(Buffer.alloc(1_100_000, `large ${second - (round % 3) * 2}`));
  return contents;
}

function contentNumber(second: number, at: number): Buffer {
  return createHash('sha512').update(`${second} ${at}`).digest();
}

/** Trees that are not only published, but soon enough after their files were taken. */
function promises({ folder }: Part): string {
  const made = path.join(path.dirname(folder), 'promised');
  fs.mkdirSync(made, { recursive: true });
  return made;
}

function published({ folder }: Part): Digest[] {
  const trees = path.join(folder, 'trees');
  const prefixes = fs.existsSync(trees) ? fs.readdirSync(trees) : [];
  return prefixes.flatMap((prefix) =>
    fs
      .readdirSync(path.join(trees, prefix))
      .filter((name) => name.endsWith('.json'))
      .map((name) => `sha256:${prefix}${name.slice(0, -5)}` as Digest),
  );
}

function documentOf({ folder }: Part, digest: Digest): string {
  const hex = digest.slice('sha256:'.length);
  return path.join(folder, 'trees', hex.slice(0, 2), `${hex.slice(2)}.json`);
}

function entryOf({ path, executable, size, digest }: TakenFile): TreeEntry {
  return { path, kind: 'file', executable, size, digest };
}

function digestOfEntry(entry: TreeEntry): Digest {
  if (entry.kind !== 'file') throw new Error(entry.kind);
  return entry.digest;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
  process.exit(1);
});
