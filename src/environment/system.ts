import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import { runHelper } from '../base/childProcess';
import { namesIn, readTextOrNull } from '../base/look';
import type { SystemFacts } from './environmentModel';
import { stampOf } from './observationCache';
import type { ObservationCache } from './observationCache';
import { resolveProgram } from './resolveProgram';
import { readVariable } from './variableNames';

type Variables = Readonly<Record<string, string | undefined>>;

/** The machine as a whole, with the locale and the time zone that a child process would have. */
export async function observeSystem(
  variables: Variables,
  cache: ObservationCache,
): Promise<SystemFacts> {
  const cpus = os.cpus();
  return {
    platform: process.platform,
    release: os.release(),
    distribution: distribution(),
    architecture: process.arch,
    cpuModel: cpus[0]?.model.trim() ?? 'unknown',
    cpuCount: cpus.length,
    memory: os.totalmem(),
    gpus: gpusOfDriver() ?? (await gpusOfTool(variables, cache)),
    locale: localeOf(variables),
    timeZone: timeZoneOf(variables),
  };
}

/** `LC_ALL`, else `LANG` with the categories that lie over it; `C` where nothing is set. */
export function localeOf(variables: Variables): string {
  const all = readVariable(variables, 'LC_ALL');
  if (all) return all;
  const fallback =
    process.platform === 'win32' ? Intl.NumberFormat().resolvedOptions().locale : 'C';
  const language = readVariable(variables, 'LANG') || fallback;
  const others = Object.entries(variables)
    .filter(([name, value]) => /^LC_[A-Z]+$/.test(name) && value && value !== language)
    .map(([name, value]) => `${name}=${value ?? ''}`)
    .sort();
  return [language, ...others].join(' ');
}

/** `TZ`, else the zone that the system is set to. */
export function timeZoneOf(variables: Variables): string {
  const zone = readVariable(variables, 'TZ');
  if (zone) return zone;
  try {
    const target = fs.realpathSync('/etc/localtime');
    const name = /zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(target)?.[1];
    if (name) return name;
  } catch {
    // no such file: Windows, or a system that runs in UTC
  }
  const named = readTextOrNull('/etc/timezone')?.trim();
  return named || Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

function distribution(): string | null {
  if (process.platform === 'win32') return os.version();
  if (process.platform === 'darwin') {
    const plist = readTextOrNull('/System/Library/CoreServices/SystemVersion.plist') ?? '';
    const version = /<key>ProductVersion<\/key>\s*<string>([^<]+)/.exec(plist)?.[1];
    return version ? `macOS ${version}` : null;
  }
  const text = readTextOrNull('/etc/os-release') ?? readTextOrNull('/usr/lib/os-release') ?? '';
  return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(text)?.[1] ?? null;
}

/** What NVIDIA's driver tells of itself in /proc; null where there is none. */
function gpusOfDriver(): SystemFacts['gpus'] | null {
  const root = '/proc/driver/nvidia';
  const text = process.platform === 'linux' ? readTextOrNull(`${root}/version`) : null;
  if (text === null) return null;
  const driver = /Kernel Module.*?\s(\d+\.[\d.]+)/.exec(text)?.[1] ?? 'unknown';
  return namesIn(`${root}/gpus`).map((slot) => {
    const facts = readTextOrNull(`${root}/gpus/${slot}/information`) ?? '';
    return { name: /^Model:\s*(.+)$/m.exec(facts)?.[1]?.trim() ?? 'unknown', driver };
  });
}

/** Where /proc does not tell (Windows, WSL), the driver's own tool does, where it is there; it takes its time. */
async function gpusOfTool(
  variables: Variables,
  cache: ObservationCache,
): Promise<SystemFacts['gpus']> {
  if (process.platform === 'darwin') return [];
  const file = resolveProgram('nvidia-smi', {
    path: [readVariable(variables, 'PATH') ?? '', '/usr/lib/wsl/lib'].join(path.delimiter),
    folder: os.homedir(),
  });
  const stamp = file === null ? null : stampOf(file);
  if (file === null || stamp === null) return [];
  const known = cache.get('gpus', stamp);
  if (Array.isArray(known)) return known as SystemFacts['gpus'];
  const query = ['--query-gpu=name,driver_version', '--format=csv,noheader'];
  const asked = await runHelper(file, query, {
    cwd: path.dirname(file),
    env: variables,
    timeoutMs: 5000,
  });
  if (asked.code !== 0) return [];
  const gpus = asked.stdout
    .toString('utf8')
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) => {
      const [name = 'unknown', driver = 'unknown'] = line.split(', ');
      return { name, driver };
    });
  cache.put('gpus', stamp, gpus);
  return gpus;
}
