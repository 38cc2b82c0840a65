import { spawnSync } from 'node:child_process';

// Starts a shell line when it is told to: whoever tells it is not held up by starting it.
process.on('message', (line) => {
  spawnSync('sh', ['-c', String(line)], { stdio: 'ignore' });
  process.send?.('done');
});
process.on('disconnect', () => process.exit());
