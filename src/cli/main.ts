import type * as Program from './program';
import { version } from './version';

// The version is answered before anything else is loaded: shells and scripts ask for it often.
const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    process.exitCode = code === 'EPIPE' ? 0 : 3;
  });
  process.stdout.write(`${version()}\n`);
} else {
  void import('./compiled').then(({ requireBundle }) => {
    const { runProgram } = requireBundle('./program.js') as typeof Program;
    return runProgram(args);
  });
}
