import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Preloaded into what is measured: leaves the process's peak memory, its worker threads included, in a file.
const file = process.env.REPRISE_BENCH_PEAK;
if (isMainThread && file !== undefined) {
  delete process.env.REPRISE_BENCH_PEAK; // it belongs to this process, not to what it starts
  process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS * 1024)));
}
