import { normalisedName } from './distributions';
import type { InstalledPackage } from './distributions';

/** What a lock file says of one package. */
export interface Pin {
  /** Normalised. */
  readonly name: string;
  /** As written; more than one where markers tell them apart. */
  readonly versions: readonly string[];
  /** Whether it is meant for every environment: no line of it has a marker. */
  readonly always: boolean;
}

/** One pin that an environment does not keep. */
export interface PinBroken {
  readonly name: string;
  readonly locked: string;
  /** Null where it is not installed. */
  readonly installed: string | null;
}

/**
 * The exact pins (`numpy==2.1.0`) of a file written as pip's requirements are; empty for every other kind of
 * lock file. What is not pinned exactly says nothing here.
 */
export function pinnedPackages(text: string): Pin[] {
  const pins = new Map<string, { versions: string[]; always: boolean }>();
  for (const written of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const line = written.replace(/(^|\s)#.*$/, '').trim();
    if (line === '' || line.startsWith('-')) continue;
    if (!REQUIREMENT.test(line)) return [];
    const exact = EXACT.exec(line);
    if (exact === null) continue;
    const [, name = '', version = '', marker] = exact;
    const pin = pins.get(normalisedName(name)) ?? { versions: [], always: true };
    pin.versions.push(version);
    pin.always &&= marker === undefined;
    pins.set(normalisedName(name), pin);
  }
  return [...pins].map(([name, pin]) => ({ name, ...pin }));
}

/** The pins that what is installed does not keep; one that is not meant for every environment may be absent. */
export function brokenPins(
  pins: readonly Pin[],
  installed: readonly InstalledPackage[],
): PinBroken[] {
  const found = new Map(installed.map(({ name, version }) => [normalisedName(name), version]));
  return pins.flatMap(({ name, versions, always }): PinBroken[] => {
    const there = found.get(name) ?? null;
    if (there === null ? !always : versions.some((version) => sameVersion(version, there)))
      return [];
    return [{ name, locked: versions.join(' or '), installed: there }];
  });
}

/** A line of requirements: a name, extras, and what may follow; not TOML, JSON, YAML or a list of addresses. */
const REQUIREMENT =
  /^[A-Za-z0-9][A-Za-z0-9._-]*\s*(\[[^\]]*\])?\s*($|@\s|;|\(|[<>!~]=?|===?(?!\S*=))/;

const EXACT =
  /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*={2,3}\s*([A-Za-z0-9.!+_-]+)\s*(;.*)?(?:\s--.*)?$/;

/** As PEP 440 compares: what a build adds (`+cpu`) counts only where the pin has it. */
function sameVersion(pin: string, installed: string): boolean {
  const is = pin.includes('+') ? installed : installed.replace(/\+.*$/, '');
  return plain(pin) === plain(is);
}

function plain(version: string): string {
  const [, release = '', rest = ''] = /^v?((?:\d+!)?\d+(?:\.\d+)*)(.*)$/.exec(
    version.toLowerCase(),
  ) ?? ['', version];
  return release.replace(/(\.0+)+$/, '') + rest.replace(/[-_.]/g, '');
}
