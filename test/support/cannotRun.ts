/**
 * Ends a test, or in a hook all tests of its suite, that this machine cannot run, for example
 * `cannotRun(this, 'needs git')`. `npm test` names it with the reason; with REPRISE_TEST_ALL=1 it fails.
 */
export function cannotRun(context: Mocha.Context, reason: string): never {
  if (process.env.REPRISE_TEST_ALL === '1') throw new Error(`cannot run here: ${reason}`);
  const here = context.test;
  const ofAll = here !== undefined && /^"(before|after) all"/.test(here.title);
  Object.assign((ofAll ? here.parent : (context.currentTest ?? here)) ?? {}, { cannotRun: reason });
  return context.skip();
}
