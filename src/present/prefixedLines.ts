/** Puts the name of its step, in a colour of its own, before each line; holds back a line that is not over yet. */
export class PrefixedLines {
  readonly #prefix: string;
  #rest = '';

  /** `width`: that of the longest name; `colour`: 0 and up, of six. */
  constructor(name: string, width: number, colour: number) {
    const code = COLOURS[colour % COLOURS.length] ?? 36;
    this.#prefix = `\u001b[${code}m${name.padEnd(width)} │\u001b[0m `;
  }

  /** The whole lines among what has come, as a terminal takes them. */
  take(text: string): string {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > LONGEST) lines.push(this.#rest.slice(0, LONGEST));
    if (this.#rest.length > LONGEST) this.#rest = this.#rest.slice(LONGEST);
    return lines.map((line) => this.#line(line)).join('');
  }

  /** What is left when nothing more comes. */
  end(): string {
    const rest = this.#rest;
    this.#rest = '';
    return rest === '' ? '' : this.#line(rest);
  }

  /** Of a line that was written over and over (a progress bar) the last state counts. */
  #line(line: string): string {
    const states = line.replace(/\r+$/, '').split('\r');
    return `${this.#prefix}${states.at(-1) ?? ''}\u001b[0m\r\n`;
  }
}

const COLOURS = [36, 35, 33, 34, 32, 96];
const LONGEST = 16_384;
