import { el } from './dom';

const SHOWN_MS = 4000;

/** The line at the foot of the page in which it says what came of a click; a screen reader hears it. */
export function noticeLine(): HTMLElement {
  return el('div', { class: 'notice', attributes: { role: 'status' } });
}

/** Says how something ended: in these words where it went well, in the host's where it did not. */
export async function say(done: Promise<unknown>, words = ''): Promise<boolean> {
  try {
    await done;
    if (words !== '') show(words, false);
    return true;
  } catch (error) {
    show(wordsOf(error), true);
    return false;
  }
}

/** What a person is told of something that was thrown. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function show(words: string, isError: boolean): void {
  const notice = document.querySelector<HTMLElement>('.notice');
  if (notice === null) return;
  notice.textContent = words;
  notice.classList.toggle('error', isError);
  notice.classList.add('shown');
  const turn = String(performance.now());
  notice.dataset['turn'] = turn;
  window.setTimeout(() => {
    if (notice.dataset['turn'] === turn) notice.classList.remove('shown');
  }, SHOWN_MS);
}
