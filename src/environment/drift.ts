import { byCodeUnit } from '../base/paths';
import { isNoise } from './documentedVariables';
import type {
  Drift,
  EnvironmentRecord,
  ObservedExecutable,
  ObservedPackages,
  ObservedVariable,
} from './environmentModel';

/** Everything that is not as it was, readable names first to last: machine, interpreters, packages, executables, variables. */
export function driftBetween(was: EnvironmentRecord, is: EnvironmentRecord): Drift[] {
  return [
    ...systemDrift(was, is),
    ...packageDrift(was.packages, is.packages),
    ...executableDrift(was.executables, is.executables),
    ...variableDrift(was, is),
  ];
}

function systemDrift(a: EnvironmentRecord, b: EnvironmentRecord): Drift[] {
  const [was, is] = [a.system, b.system];
  const gpus = (system: typeof was): string => system.gpus.map((gpu) => gpu.name).join(', ');
  const drivers = (system: typeof was): string =>
    [...new Set(system.gpus.map((gpu) => gpu.driver))].join(', ');
  const facts: readonly (readonly [string, string, string])[] = [
    ['operating system', osName(was), osName(is)],
    ['kernel', was.release, is.release],
    ['architecture', was.architecture, is.architecture],
    ['CPU', was.cpuModel, is.cpuModel],
    ['CPU count', String(was.cpuCount), String(is.cpuCount)],
    ['memory', gibibytes(was.memory), gibibytes(is.memory)],
    ['GPU', gpus(was), gpus(is)],
    ['GPU driver', drivers(was), drivers(is)],
    ['locale', was.locale, is.locale],
    ['time zone', was.timeZone, is.timeZone],
  ];
  return facts.flatMap(([what, before, now]) => change(what, before || null, now || null));
}

function osName(system: EnvironmentRecord['system']): string {
  return system.distribution ?? system.platform;
}

/** Rounded: a virtual machine's memory differs by a few pages each time it starts. */
function gibibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 30)} GiB`;
}

function packageDrift(was: readonly ObservedPackages[], is: readonly ObservedPackages[]): Drift[] {
  const found = pairLists(was, is).flatMap(([before, now]) => {
    const ecosystem = (before ?? now)?.ecosystem ?? 'python';
    const versionsBefore = versionsByName(before?.packages ?? []);
    const versionsNow = versionsByName(now?.packages ?? []);
    const names = [...new Set([...versionsBefore.keys(), ...versionsNow.keys()])].sort(byCodeUnit);
    const [wasInterpreter, isInterpreter] = [before?.interpreter, now?.interpreter];
    return [
      // One that was not asked, because no step used it, is not one that changed.
      ...(wasInterpreter && isInterpreter
        ? change(`interpreter ${ecosystem}`, wasInterpreter.version, isInterpreter.version)
        : []),
      ...names.flatMap((name) =>
        change(`package ${name}`, versionsBefore.get(name) ?? null, versionsNow.get(name) ?? null),
      ),
    ];
  });
  return [...new Map(found.map((drift) => [JSON.stringify(drift), drift])).values()];
}

/** Lists of one place belong together; of those left over, the first of an ecosystem with the first. */
function pairLists(
  was: readonly ObservedPackages[],
  is: readonly ObservedPackages[],
): [ObservedPackages | null, ObservedPackages | null][] {
  const left = [...is];
  const take = (fits: (list: ObservedPackages) => boolean): ObservedPackages | null => {
    const at = left.findIndex(fits);
    return at < 0 ? null : (left.splice(at, 1)[0] ?? null);
  };
  const pairs = was.map((before): [ObservedPackages, ObservedPackages | null] => [
    before,
    take((now) => now.ecosystem === before.ecosystem && now.folder === before.folder),
  ]);
  const moved = pairs.map(([before, now]): [ObservedPackages, ObservedPackages | null] => [
    before,
    now ?? take((other) => other.ecosystem === before.ecosystem),
  ]);
  return [...moved, ...left.map((now): [null, ObservedPackages] => [null, now])];
}

function versionsByName(packages: ObservedPackages['packages']): Map<string, string> {
  const versions = new Map<string, string>();
  for (const { name, version } of packages) {
    const known = versions.get(name);
    versions.set(name, known === undefined ? version : `${known}, ${version}`);
  }
  return versions;
}

function executableDrift(
  was: readonly ObservedExecutable[],
  is: readonly ObservedExecutable[],
): Drift[] {
  const names = [...new Set([...was, ...is].map(({ name }) => name))].sort(byCodeUnit);
  return names.flatMap((name) => {
    const before = was.filter((one) => one.name === name);
    const now = is.filter((one) => one.name === name);
    if (sameDigests(before, now)) return [];
    const [wasText, isText] = [describe(before, false), describe(now, false)];
    // The same version, or none known, but other bytes.
    if (wasText === isText) {
      return change(`executable ${name}`, describe(before, true), describe(now, true));
    }
    return change(`executable ${name}`, wasText, isText);
  });
}

function sameDigests(a: readonly ObservedExecutable[], b: readonly ObservedExecutable[]): boolean {
  const digests = (list: readonly ObservedExecutable[]): string =>
    [...new Set(list.map(({ digest }) => digest))].sort().join(' ');
  return digests(a) === digests(b);
}

function describe(list: readonly ObservedExecutable[], bytes: boolean): string | null {
  if (list.length === 0) return null;
  const texts = list.map(({ version, digest }) => {
    const short = digest.slice(0, 'sha256:'.length + 12);
    if (version === null) return short;
    return bytes ? `${version} (${short})` : version;
  });
  return [...new Set(texts)].join(', ');
}

function variableDrift(was: EnvironmentRecord, is: EnvironmentRecord): Drift[] {
  const names = [...new Set([...Object.keys(was.variables), ...Object.keys(is.variables)])];
  const sameSalt = was.saltId === is.saltId;
  return names
    .filter((name) => !isNoise(name))
    .sort(byCodeUnit)
    .flatMap((name) => {
      const [before, now] = [was.variables[name], is.variables[name]];
      const hidden = [before, now].some((one) => one !== undefined && 'salted' in one);
      if (hidden && !sameSalt) return []; // unknown is not changed
      if (before && now && sameValue(before, now)) return [];
      if (before && now && 'salted' in before !== 'salted' in now) return []; // not comparable
      return [
        {
          what: `variable ${name}`,
          was: shown(before, '(a value)'),
          is: shown(now, before ? '(another value)' : '(a value)'),
        },
      ];
    });
}

function sameValue(a: ObservedVariable, b: ObservedVariable): boolean {
  if ('value' in a) return 'value' in b && a.value === b.value;
  return 'salted' in b && a.salted === b.salted;
}

function shown(variable: ObservedVariable | undefined, hidden: string): string | null {
  if (variable === undefined) return null;
  return 'value' in variable ? variable.value : hidden;
}

function change(what: string, was: string | null, is: string | null): Drift[] {
  return was === is ? [] : [{ what, was, is }];
}
