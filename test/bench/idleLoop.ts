import { monitorEventLoopDelay } from 'node:perf_hooks';

// A Node that has nothing to do: how long its loop does not turn is what the machine does to anybody.
const delay = monitorEventLoopDelay({ resolution: 1 });
process.on('message', (message) => {
  if (message === 'begin') {
    delay.reset();
    delay.enable();
    process.send?.('begun');
  } else {
    delay.disable();
    process.send?.(delay.max / 1e6);
  }
});
process.on('disconnect', () => process.exit());
