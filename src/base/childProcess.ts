import { spawn } from 'node:child_process';

/** What a short-lived helper process left: its exit and what it printed. */
export interface Finished {
  /** Null where a signal ended it or it could not be started. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Why it could not be started, such as `ENOENT`; else null. */
  readonly error: string | null;
}

/** Runs a helper (git, an interpreter asked for its version) to its end and collects what it prints. */
export function runHelper(
  file: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly input?: string;
    readonly timeoutMs?: number;
  },
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...(options.env ?? process.env) },
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    const done = (code: number | null, error: string | null): void =>
      resolve({ code, error, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() });
    child.on('error', (error: NodeJS.ErrnoException) => done(null, error.code ?? error.message));
    child.on('close', (code) => done(code, null));
    if (options.input !== undefined && child.stdin) {
      child.stdin.on('error', () => undefined); // it may end before it has read everything
      child.stdin.end(options.input);
    }
  });
}
