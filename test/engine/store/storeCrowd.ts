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
  const now = (): number => part.began + (Date.now() - part.began) * SPEED;
  const store = value(openStore(folder, { workers: 2, now }));
  const round = ROLES[role];
  if (round === undefined) throw new Error(role);
  const told = { done: 0, removed: 0, heldUp: 0, wrong: [] as string[] };
  while (Date.now() < part.until && told.wrong.length === 0) await round(store, part, told);
  await store.close();
  process.stdout.write(JSON.stringify(told satisfies Told));
}

type Tally = { done: number; removed: number; heldUp: number; wrong: string[] };

const ROLES: Readonly<Record<string, (store: Store, part: Part, told: Tally) => Promise<void>>> = {
  take: takeRound,
  read: readRound,
  sweep: sweepRound,
  check: checkRound,
};

/** Takes some files, publishes their tree, and takes back the promise of an older one. */
async function takeRound(store: Store, part: Part, told: Tally): Promise<void> {
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
  told.done++;
  if (Date.now() - start > HELD_UP_MS) {
    told.heldUp++;
    return;
  }
  value(await store.publishDocument(tree));
  const own = path.join(path.dirname(part.folder), `${part.name}-trees`);
  fs.appendFileSync(own, `${tree}\n`);
  const old = fs.readFileSync(own, 'utf8').split('\n').at(-5);
  if (old) fs.rmSync(documentOf(part, old as Digest), { force: true });
}

/** Reads all that a published tree names; one whose promise was taken back meanwhile may be gone. */
async function readRound(store: Store, part: Part, told: Tally): Promise<void> {
  const documents = published(part);
  const digest = documents[Math.floor(Math.random() * documents.length)];
  if (digest === undefined) return;
  const tree = await store.getTree(digest);
  const results = tree.ok
    ? await Promise.all(tree.value.entries.map((entry) => store.getBytes(digestOfEntry(entry))))
    : [tree];
  const [bad] = results.flatMap((result) => (result.ok ? [] : [JSON.stringify(result.failure)]));
  if (bad === undefined) told.done++;
  else if (fs.existsSync(documentOf(part, digest))) told.wrong.push(`${digest} lacks ${bad}`);
}

async function sweepRound(store: Store, part: Part, told: Tally): Promise<void> {
  const start = Date.now();
  const keep = new Set<Digest>();
  for (const digest of published(part)) {
    const tree = await store.getTree(digest);
    keep.add(digest);
    if (tree.ok) for (const entry of tree.value.entries) keep.add(digestOfEntry(entry));
    else if (fs.existsSync(documentOf(part, digest))) told.wrong.push(`${digest} is unreadable`);
  }
  if (Date.now() - start > HELD_UP_MS) {
    told.heldUp++;
    return;
  }
  const swept = value(await store.sweep({ keep, graceMs: GRACE_MS, dryRun: false }));
  told.done++;
  told.removed += swept.objects;
}

/** What is being published or swept may look stray for a moment, never damaged. */
async function checkRound(store: Store, _part: Part, told: Tally): Promise<void> {
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
