import { setTimeout as after } from 'node:timers/promises';

const BETWEEN_MS = 50;

/**
 * Asks again and again until the answer is neither null nor false, and gives it; throws what `otherwise` says
 * where that never comes. A window is drawn when it likes and tells nobody.
 */
export async function until<T>(
  ask: () => Promise<T | null | false>,
  otherwise: () => string | Promise<string>,
  ms = 30_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (Date.now() > end) throw new Error(await otherwise());
    await after(BETWEEN_MS);
  }
}

/** For how long a single click may look for what it clicks, before that is looked for anew. */
export const SOON = { timeout: 3000 };

/** Does something until it does not throw: what is drawn anew under the mouse is missed now and then. */
export async function again(act: () => Promise<unknown>): Promise<void> {
  let why = '';
  await until(
    async () => {
      try {
        await act();
        return true;
      } catch (error) {
        why = String(error);
        return false;
      }
    },
    () => why,
  );
}
