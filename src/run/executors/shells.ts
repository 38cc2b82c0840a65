import type { Shell } from '../../pipeline/model';

/** A program and its arguments; `verbatim` where Windows shall not quote them again. */
export interface ShellCall {
  readonly file: string;
  readonly args: readonly string[];
  readonly verbatim: boolean;
}

/** How a script is handed to its shell, so that it stops at the first line that fails. */
export function shellCall(shell: Shell, script: string, platform: NodeJS.Platform): ShellCall {
  switch (shell) {
    case 'sh':
      return call(platform === 'win32' ? 'sh' : '/bin/sh', ['-e', '-c', script]);
    case 'bash':
      return call('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script]);
    case 'cmd':
      return { file: 'cmd.exe', args: ['/d', '/s', '/c', `"${script}"`], verbatim: true };
    case 'pwsh':
      return call('pwsh', ['-NoProfile', '-NonInteractive', '-Command', stopping(script)]);
  }
}

function call(file: string, args: readonly string[]): ShellCall {
  return { file, args, verbatim: false };
}

/** PowerShell goes on after a failing program and forgets its code unless it is told. */
function stopping(script: string): string {
  return [
    "$ErrorActionPreference = 'Stop'",
    '$PSNativeCommandUseErrorActionPreference = $true',
    script,
    'if (Test-Path -LiteralPath variable:\\LASTEXITCODE) { exit $LASTEXITCODE }',
  ].join('\n');
}
