import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';

/** One process of this machine as its system lists it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Its process group; null where the system has none (Windows). */
  readonly group: number | null;
  /** Opaque, never the same for two processes with one pid; null where the system does not tell. */
  readonly startTime: string | null;
  /** It has ended and waits only to be asked for its exit. */
  readonly zombie: boolean;
}

/** Every process that this one may see. */
export function listProcesses(): ProcessEntry[] {
  if (process.platform === 'linux') return listFromProc();
  if (process.platform === 'win32') return listFromWindows(null);
  return listFromPs(['-ax']);
}

/** One process, or null where no process has that number or it may not be seen. */
export function readProcess(pid: number): ProcessEntry | null {
  if (process.platform === 'linux') return readFromProc(pid);
  if (process.platform === 'win32') return listFromWindows(pid)[0] ?? null;
  return listFromPs(['-p', String(pid)])[0] ?? null;
}

/** Those of these processes that were started with `NAME=value` in their environment. */
export function withMark(pids: readonly number[], mark: string): Set<number> {
  if (pids.length === 0 || process.platform === 'win32') return new Set();
  if (process.platform !== 'linux') return withMarkFromPs(pids, mark);
  const bytes = Buffer.from(mark);
  return new Set(pids.filter((pid) => hasEntry(environmentOf(pid), bytes)));
}

/** Whether something answers to this number, seen or not. */
export function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function listFromProc(): ProcessEntry[] {
  const found: ProcessEntry[] = [];
  for (const name of fs.readdirSync('/proc')) {
    const first = name.charCodeAt(0);
    if (first < 48 || first > 57) continue;
    const entry = readFromProc(Number(name));
    if (entry) found.push(entry);
  }
  return found;
}

/** Fields of /proc/PID/stat after the name, which is in brackets and may hold anything. */
function readFromProc(pid: number): ProcessEntry | null {
  let text: string;
  try {
    text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null; // ended meanwhile, or hidden from us
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    parent: Number(fields[1]),
    group: Number(fields[2]),
    startTime: fields[19] ?? null,
    zombie: fields[0] === 'Z' || fields[0] === 'X',
  };
}

function environmentOf(pid: number): Buffer | null {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`);
  } catch {
    return null;
  }
}

/** Whether a block of NUL-ended entries holds exactly this one. */
function hasEntry(block: Buffer | null, entry: Buffer): boolean {
  if (!block) return false;
  for (let at = block.indexOf(entry); at >= 0; at = block.indexOf(entry, at + 1)) {
    const end = at + entry.length;
    const begins = at === 0 || block[at - 1] === 0;
    if (begins && (end === block.length || block[end] === 0)) return true;
  }
  return false;
}

function listFromPs(which: readonly string[]): ProcessEntry[] {
  const out = ask('ps', [...which, '-o', 'pid=,ppid=,pgid=,stat=,lstart=']);
  return out.split('\n').flatMap((line): ProcessEntry[] => {
    const [pid, parent, group, state, ...started] = line.trim().split(/\s+/);
    if (!pid || !state) return [];
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        startTime: started.join(' ') || null,
        zombie: state.startsWith('Z'),
      },
    ];
  });
}

/** `ps -E` prints the environment behind the command, entries parted by spaces. */
function withMarkFromPs(pids: readonly number[], mark: string): Set<number> {
  const wanted = new Set(pids);
  const found = new Set<number>();
  for (const line of ask('ps', ['-axEww', '-o', 'pid=,command=']).split('\n')) {
    const pid = Number.parseInt(line, 10);
    if (wanted.has(pid) && `${line} `.includes(` ${mark} `)) found.add(pid);
  }
  return found;
}

function listFromWindows(pid: number | null): ProcessEntry[] {
  const filter = pid === null ? '' : ` -Filter "ProcessId=${pid}"`;
  const script =
    `Get-CimInstance Win32_Process${filter} | ForEach-Object { ` +
    `"$($_.ProcessId) $($_.ParentProcessId) $($_.CreationDate.ToFileTimeUtc())" }`;
  const out = ask('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]);
  return out.split(/\r?\n/).flatMap((line): ProcessEntry[] => {
    const [own, parent, started] = line.trim().split(' ');
    if (!own || !parent) return [];
    const startTime = started ?? null;
    return [{ pid: Number(own), parent: Number(parent), group: null, startTime, zombie: false }];
  });
}

/** What a system's own program prints; nothing where it cannot be asked or knows no such process. */
function ask(file: string, args: readonly string[]): string {
  try {
    return execFileSync(file, args, {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
  } catch {
    return '';
  }
}
