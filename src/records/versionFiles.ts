import * as fs from 'node:fs';
import * as path from 'node:path';

import { publishExclusive } from '../base/atomicFile';
import { byCodeUnit } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { isLabel } from '../pipeline/label';
import { snapshotDigest } from '../snapshot/snapshot';
import type { RecordFailure } from './failures';
import { isVersionRecord } from './recordShapes';
import { seal, unseal } from './sealed';
import type { VersionRecord } from './versionModel';

/** Where a version lies. */
export interface VersionFile {
  /** As far as the folders tell; the record has the last word. */
  readonly pipeline: string;
  readonly label: string;
  /** Absolute. */
  readonly file: string;
}

/** The folder of a pipeline's versions: its path as folders, with what some file system forbids escaped. */
export function versionFolder(versions: string, pipeline: string): string {
  return path.join(versions, ...pipeline.split('/').map(escapeName));
}

/** Every version below a folder, sorted by path. */
export function versionFilesIn(versions: string): VersionFile[] {
  const found: VersionFile[] = [];
  const walk = (folder: string, names: readonly string[]): void => {
    for (const entry of entriesOf(folder)) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) walk(file, [...names, unescapeName(entry.name)]);
      else if (entry.isFile() && entry.name.endsWith('.json') && names.length > 0) {
        const label = entry.name.slice(0, -'.json'.length);
        if (isLabel(label)) found.push({ pipeline: names.join('/'), label, file });
      }
    }
  };
  walk(versions, []);
  return found.sort((a, b) => byCodeUnit(a.file, b.file));
}

/** Reads a version, and proves that it is whole and stands where it belongs. */
export function readVersionFile(at: VersionFile): Result<VersionRecord, RecordFailure> {
  const damaged = failed({ code: 'version-damaged' as const, label: at.label, file: at.file });
  let text: string;
  try {
    text = fs.readFileSync(at.file, 'utf8');
  } catch {
    return damaged;
  }
  const opened = unseal(text);
  if (opened.state !== 'whole' || !opened.sealed || !isVersionRecord(opened.value)) return damaged;
  const version = opened.value as unknown as VersionRecord;
  const fits = version.label === at.label && version.pipeline === at.pipeline;
  return fits && snapshotDigest(version) === version.snapshot ? ok(version) : damaged;
}

/**
 * Publishes a version, once and for ever. The same snapshot under the same label is no change: the first
 * run stays. Labels that differ in case alone would be one file on some systems, so they are one here.
 */
export function publishVersion(
  versions: string,
  version: VersionRecord,
): Result<'saved' | 'same', RecordFailure> {
  const { label, pipeline } = version;
  if (!isLabel(label)) return failed({ code: 'label-invalid', label });
  const folder = versionFolder(versions, pipeline);
  const file = path.join(folder, `${label}.json`);
  const there = sameLabel(folder, label);
  if (there !== null) return heldAgainst(version, { pipeline, ...there });
  if (!publishExclusive(file, seal(version))) {
    return heldAgainst(version, { pipeline, label, file });
  }
  // Two that differ in case alone may have been published side by side: then neither stays.
  const other = sameLabel(folder, label, label);
  if (other === null) return ok('saved');
  fs.rmSync(file, { force: true });
  return heldAgainst(version, { pipeline, ...other });
}

function heldAgainst(
  version: VersionRecord,
  at: VersionFile,
): Result<'saved' | 'same', RecordFailure> {
  const saved = readVersionFile(at);
  if (!saved.ok) return saved;
  const same = saved.value.label === version.label && saved.value.snapshot === version.snapshot;
  if (same) return ok('same');
  return failed({
    code: 'version-taken',
    label: saved.value.label,
    differences: roughDifferences(saved.value, version),
  });
}

/** What the records alone tell; `versionDifferences` looks into plans and trees. */
function roughDifferences(was: VersionRecord, is: VersionRecord): string[] {
  const found: string[] = [];
  if (was.label !== is.label) found.push(`it is saved as ${was.label}`);
  const before = new Map(was.steps.map((step) => [step.name, step]));
  for (const step of is.steps) {
    const old = before.get(step.name);
    before.delete(step.name);
    if (old === undefined) found.push(`step ${step.name} added`);
    else if (old.recipe !== step.recipe) found.push(`${step.name}: what was asked changed`);
    else if (old.outcome !== step.outcome) found.push(`${step.name}: the outcome changed`);
  }
  for (const name of before.keys()) found.push(`step ${name} removed`);
  if (was.plan !== is.plan) found.push('the plan changed');
  if (was.sourceTree !== is.sourceTree) found.push('source files changed');
  return found;
}

/** The version of a folder whose label is the same but for case; not the one called `except`. */
function sameLabel(
  folder: string,
  label: string,
  except: string | null = null,
): { label: string; file: string } | null {
  for (const { name } of entriesOf(folder)) {
    const other = name.endsWith('.json') ? name.slice(0, -'.json'.length) : null;
    if (other === null || other === except || !isLabel(other)) continue;
    if (other.toLowerCase() === label.toLowerCase()) {
      return { label: other, file: path.join(folder, name) };
    }
  }
  return null;
}

function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

/** A pipeline defined in code may bear any name. */
function escapeName(name: string): string {
  if (name === '.' || name === '..') return name.replaceAll('.', '%2E');
  return name
    .replace(/[%<>:"\\|?*\u0000-\u001f]/g, escapeCharacter)
    .replace(/[. ]$/, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function unescapeName(name: string): string {
  return name.replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
