/**
 * Puts the name of its step, in a colour of its own, before each line; holds back a line that is not over yet.
 * Of what a step prints colours go on, and nothing else that steers a terminal: a log may be anybody's, and
 * could name windows, write the clipboard, or draw over what other steps have said.
 */
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
    return `${this.#prefix}${onlyColours(states.at(-1) ?? '')}\u001b[0m\r\n`;
  }
}

/** A line without control characters and sequences, but for tabs and colours (`ESC [ … m`). */
function onlyColours(line: string): string {
  return line.replace(STEERING, (found) => (COLOUR.test(found) ? found : ''));
}

// String sequences (OSC, DCS, SOS, PM, APC) as far as they go; CSI sequences; other escapes; what is left.
const STEERING =
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[ -/]*[0-~]?|[\0-\u0008\u000b-\u001f\u007f-\u009f]/g;
const COLOUR = /^\u001b\[[0-9;:]*m$/;

const COLOURS = [36, 35, 33, 34, 32, 96];
const LONGEST = 16_384;
