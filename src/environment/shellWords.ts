/** A word of a command; null where only the shell will know it (`$X`, a substitution). */
export type Word = string | null;

/**
 * The simple commands of a POSIX or bash script, those in substitutions and subshells too, each as its
 * words without redirections. Reads no more than it takes to find programs, and never fails: what it
 * does not understand yields words that no program has.
 */
export function simpleCommands(script: string): Word[][] {
  const commands: Word[][] = [];
  readInto(commands, script, 0);
  return commands;
}

/** Words after which a command begins anew. */
const OPENERS = new Set([
  'if',
  'then',
  'elif',
  'else',
  'while',
  'until',
  'do',
  '{',
  '!',
  'time',
  'coproc',
]);
/** Words that begin something whose own words are no command. */
const NO_COMMAND = new Set(['for', 'select', 'function', 'fi', 'done', 'esac', '}']);

function readInto(commands: Word[][], script: string, depth: number): void {
  let words: Word[] = [];
  let text: string | null = null; // the word under way
  let known = true; // it holds no expansion
  let at = 0;
  let target = false; // the next word belongs to a redirection
  let heredoc: { strip: boolean } | null = null;
  const heredocs: { strip: boolean; end: string }[] = [];
  let cases = 0; // open `case`s
  let pattern = false; // inside `case … in`, before a `)`

  const nested = (inner: string): void => {
    known = false;
    text ??= '';
    if (depth < 8) readInto(commands, inner, depth + 1);
  };
  const endWord = (): void => {
    if (text === null) return;
    // Of an assignment the name is enough: it stands before a program or among `env`'s own words.
    const word = known ? text : (/^[A-Za-z_]\w*\+?=/.exec(text)?.[0] ?? null);
    if (heredoc) heredocs.push({ ...heredoc, end: text });
    else if (!target) addWord(word);
    [text, known, target, heredoc] = [null, true, false, null];
  };
  const addWord = (word: Word): void => {
    if (pattern) {
      if (word === 'esac') [pattern, cases] = [false, cases - 1];
      return;
    }
    if (words.length === 0 && word !== null && OPENERS.has(word)) return;
    if (words[0] === 'function' && word === '{') {
      words = [];
      return;
    }
    words.push(word);
    if (words[0] === 'case' && word === 'in' && words.length > 2) {
      [words, pattern, cases] = [[], true, cases + 1];
    }
  };
  const endCommand = (): void => {
    endWord();
    target = false;
    if (words[0] === 'esac') cases--;
    const first = words[0];
    if (first !== undefined && !(first !== null && NO_COMMAND.has(first)) && first !== 'case') {
      commands.push(words);
    }
    words = [];
  };

  while (at < script.length) {
    const char = script[at] ?? '';
    const next = script[at + 1] ?? '';
    if (char === '\\') {
      if (next !== '\n') text = (text ?? '') + next;
      at += 2;
    } else if (char === "'") {
      const end = indexOr(script, "'", at + 1);
      text = (text ?? '') + script.slice(at + 1, end);
      at = end + 1;
    } else if (char === '"') {
      const quoted = readQuoted(script, at + 1);
      text = (text ?? '') + quoted.text;
      for (const inner of quoted.substitutions) nested(inner);
      if (quoted.expands) known = false;
      at = quoted.end + 1;
    } else if (char === '$' || char === '`') {
      const expansion = readExpansion(script, at);
      if (expansion.command !== null) nested(expansion.command);
      if (expansion.end > at + 1) known = false;
      text = (text ?? '') + (expansion.end > at + 1 ? '' : '$');
      at = expansion.end;
    } else if (char === '#' && text === null) {
      at = indexOr(script, '\n', at);
    } else if (char === ' ' || char === '\t' || char === '\r') {
      endWord();
      at++;
    } else if (words[0] === '[[' && char !== '\n') {
      const end = script.indexOf(']]', at);
      [text, at] = [null, end < 0 ? script.length : end + 2];
      words = ['[['];
      endCommand();
    } else if (char === '\n') {
      endCommand();
      at = skipHeredocs(script, at + 1, heredocs.splice(0));
    } else if (char === ';') {
      endCommand();
      if (next === ';') [pattern, at] = [cases > 0, at + 1];
      at++;
    } else if ((char === '<' || char === '>') && next === '(') {
      const end = closing(script, at + 1);
      nested(script.slice(at + 2, end));
      at = end + 1;
    } else if (char === '<' || char === '>' || (char === '&' && next === '>')) {
      if (text !== null && /^[0-9]+$/.test(text)) text = null; // a descriptor's number
      endWord();
      const operator =
        /^(&>>|&>|<<<|<<-|<<|<>|<&|>>|>&|>\||<|>)/.exec(script.slice(at, at + 3))?.[0] ?? char;
      if (operator === '<<' || operator === '<<-') heredoc = { strip: operator === '<<-' };
      else target = true;
      at += operator.length;
    } else if (char === '&' || char === '|') {
      if (pattern) endWord();
      else endCommand();
      at++;
    } else if (char === '(') {
      const end = closing(script, at);
      if (text !== null && /=$/.test(text)) {
        at = end + 1; // an array's values
        known = false;
      } else if (next === ')') {
        [text, words, at] = [null, [], at + 2]; // `name() {`: a function of the script's own
      } else if (next === '(') {
        at = end + 1; // arithmetic
      } else {
        if (!pattern) endCommand();
        at++;
      }
    } else if (char === ')') {
      if (pattern) {
        [text, pattern] = [null, false];
      } else endCommand();
      at++;
    } else {
      text = (text ?? '') + char;
      at++;
    }
  }
  endCommand();
}

interface Quoted {
  readonly text: string;
  readonly expands: boolean;
  readonly substitutions: readonly string[];
  /** Index of the closing quote. */
  readonly end: number;
}

function readQuoted(script: string, from: number): Quoted {
  const substitutions: string[] = [];
  let [text, expands, at] = ['', false, from];
  while (at < script.length && script[at] !== '"') {
    const char = script[at] ?? '';
    if (char === '\\') {
      const next = script[at + 1] ?? '';
      text += '$`"\\'.includes(next) ? next : next === '\n' ? '' : `\\${next}`;
      at += 2;
    } else if (char === '$' || char === '`') {
      const expansion = readExpansion(script, at);
      if (expansion.command !== null) substitutions.push(expansion.command);
      if (expansion.end > at + 1) expands = true;
      else text += char;
      at = expansion.end;
    } else {
      text += char;
      at++;
    }
  }
  return { text, expands, substitutions, end: at };
}

/** Reads `$…` or a pair of backticks: where it ends, and the script inside a substitution. */
function readExpansion(script: string, at: number): { end: number; command: string | null } {
  if (script[at] === '`') {
    let end = at + 1;
    while (end < script.length && script[end] !== '`') end += script[end] === '\\' ? 2 : 1;
    return { end: end + 1, command: script.slice(at + 1, end) };
  }
  const next = script[at + 1] ?? '';
  if (next === '(') {
    const end = closing(script, at + 1);
    const arithmetic = script[at + 2] === '(';
    return { end: end + 1, command: arithmetic ? null : script.slice(at + 2, end) };
  }
  if (next === '{') return { end: indexOr(script, '}', at) + 1, command: null };
  const name = /^\$([A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])/.exec(script.slice(at, at + 128));
  return { end: at + (name?.[0].length ?? 1), command: null };
}

/** Index of the bracket that closes the one at `open`, quotes respected; the end where there is none. */
function closing(script: string, open: number): number {
  let depth = 0;
  for (let at = open; at < script.length; at++) {
    const char = script[at];
    if (char === '\\') at++;
    else if (char === "'") at = indexOr(script, "'", at + 1);
    else if (char === '"') at = readQuoted(script, at + 1).end;
    else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at;
  }
  return script.length;
}

function skipHeredocs(
  script: string,
  from: number,
  heredocs: readonly { strip: boolean; end: string }[],
): number {
  let at = from;
  for (const { strip, end } of heredocs) {
    while (at < script.length) {
      const stop = indexOr(script, '\n', at);
      const line = script.slice(at, stop);
      at = stop + 1;
      if ((strip ? line.replace(/^\t+/, '') : line) === end) break;
    }
  }
  return at;
}

function indexOr(script: string, wanted: string, from: number): number {
  const found = script.indexOf(wanted, from);
  return found < 0 ? script.length : found;
}
