import type { Distance } from './numbers';

/** Gathers which rule excused what while two documents are walked, and puts it into sentences. */
export class Excuses {
  readonly #numbers = new Map<string, { count: number; absolute: number; relative: number }>();
  readonly #ignored = new Map<string, { places: number; differing: number }>();
  readonly #removed = new Map<string, { was: number; is: number }>();

  /** Two numbers that are not the same and within the bounds of this rule. */
  number(rule: string, { absolute, relative }: Distance): void {
    let had = this.#numbers.get(rule);
    if (had === undefined) {
      had = { count: 0, absolute: 0, relative: 0 };
      this.#numbers.set(rule, had);
    }
    had.count += 1;
    if (absolute > had.absolute) had.absolute = absolute;
    if (relative > had.relative) had.relative = relative;
  }

  /** A place that is not looked at; `differs` where it would have been a difference. */
  ignored(rule: string, differs: boolean): void {
    const had = this.#ignored.get(rule) ?? { places: 0, differing: 0 };
    had.places += 1;
    if (differs) had.differing += 1;
    this.#ignored.set(rule, had);
  }

  /** How often a pattern took something out of one of the texts. */
  removed(pattern: string, side: 'was' | 'is', count: number): void {
    const had = this.#removed.get(pattern) ?? { was: 0, is: 0 };
    this.#removed.set(pattern, { ...had, [side]: had[side] + count });
  }

  /** Whether any rule made a difference. */
  get any(): boolean {
    return (
      this.#numbers.size > 0 ||
      [...this.#ignored.values()].some(({ differing }) => differing > 0) ||
      [...this.#removed.values()].some(({ was, is }) => was + is > 0)
    );
  }

  /** One sentence a rule. */
  notes(): string[] {
    const notes: string[] = [];
    for (const [pattern, { was, is }] of this.#removed) {
      const places = was === is ? plural(was, 'place') : `${was} and ${is} places`;
      notes.push(`ignore pattern ${pattern}: taken out in ${places}.`);
    }
    for (const [rule, { places, differing }] of this.#ignored) {
      notes.push(
        differing === 0
          ? `${rule}: not looked at, and equal all the same.`
          : `${rule}: not looked at, ${differing} of ${plural(places, 'place')} excused.`,
      );
    }
    for (const [rule, { count, absolute, relative }] of this.#numbers) {
      const furthest = `furthest apart ${short(absolute)}, relative ${short(relative)}`;
      notes.push(`${rule}: ${plural(count, 'number')} excused, ${furthest}.`);
    }
    return notes;
  }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A distance with as many digits as a reader wants. */
function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
