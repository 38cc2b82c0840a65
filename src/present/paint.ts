/** How words are given colour; every one gives back the words themselves, with or without. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly doubt: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly strong: (text: string) => string;
}

/** No colours: for pipes, files and whoever set NO_COLOR. */
export const PLAIN: Paint = {
  good: (text) => text,
  bad: (text) => text,
  doubt: (text) => text,
  quiet: (text) => text,
  strong: (text) => text,
};

/** The colours of a terminal, in the terminal's own theme. */
export const ANSI: Paint = {
  good: (text) => `\u001b[32m${text}\u001b[39m`,
  bad: (text) => `\u001b[31m${text}\u001b[39m`,
  doubt: (text) => `\u001b[33m${text}\u001b[39m`,
  quiet: (text) => `\u001b[2m${text}\u001b[22m`,
  strong: (text) => `\u001b[1m${text}\u001b[22m`,
};
