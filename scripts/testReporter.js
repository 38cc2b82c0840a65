// A mocha reporter that appends one JSON line a test to the file REPRISE_TEST_RESULTS, so that what ran is
// known even when the process does not live to its end.
const fs = require('node:fs');
const Mocha = require('mocha');

const {
  EVENT_HOOK_BEGIN,
  EVENT_RUN_END,
  EVENT_TEST_BEGIN,
  EVENT_TEST_FAIL,
  EVENT_TEST_PASS,
  EVENT_TEST_PENDING,
} = Mocha.Runner.constants;

class TestReporter {
  constructor(runner) {
    const descriptor = fs.openSync(process.env.REPRISE_TEST_RESULTS, 'a');
    const tell = (state, test, more = {}) => {
      const line = { state, file: test.file, title: test.fullTitle(), ms: test.duration, ...more };
      fs.writeSync(descriptor, `${JSON.stringify(line)}\n`);
    };
    runner.on(EVENT_TEST_BEGIN, (test) => tell('began', test));
    runner.on(EVENT_HOOK_BEGIN, (hook) => tell('began', hook));
    runner.on(EVENT_TEST_PASS, (test) => tell('passed', test));
    runner.on(EVENT_TEST_PENDING, (test) => tell('pending', test, { reason: reasonOf(test) }));
    runner.on(EVENT_RUN_END, () => fs.writeSync(descriptor, '{"state":"ended"}\n'));
    runner.on(EVENT_TEST_FAIL, (test, error) => tell('failed', test, { text: textOf(error) }));
  }
}

/** What `cannotRun` (test/support) left on the test or on a suite around it. */
function reasonOf(test) {
  for (let at = test; at; at = at.parent) if (at.cannotRun) return at.cannotRun;
  return 'no reason given';
}

function textOf(error) {
  const { Base } = Mocha.reporters;
  const text = error?.stack ?? String(error);
  if (!error || error.showDiff === false || !('expected' in error) || !('actual' in error)) {
    return text;
  }
  if (typeof error.actual === 'string' && typeof error.expected === 'string') {
    return `${text}\n${Base.generateDiff(error.actual, error.expected)}`;
  }
  return text;
}

module.exports = TestReporter;
