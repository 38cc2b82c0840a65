import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml';
import type { Document, ErrorCode, YAMLError } from 'yaml';

import type { Complaints } from './complaints';
import { DEEPEST, toTextNode } from './fromYaml';
import type { Span, TextNode } from './textNode';

/** Texts longer than this, in UTF-16 code units, are not parsed. */
export const LONGEST_TEXT = 4 * 1024 * 1024;

/** Nor are texts of more lexical tokens than this: about as many as ten thousand steps have. */
export const MOST_TOKENS = 400_000;

const MOST_SYNTAX_PROBLEMS = 20;

/** Where a text stands in a longer one, and what it may still hold of what that may. */
export interface PieceOf {
  readonly offset: number;
  readonly deepest: number;
  /** Counted down. */
  readonly left: { tokens: number };
}

/** Reads a text as YAML; what is wrong with it is complained about, and what could be read is returned. */
export function readDocument(
  text: string,
  complaints: Complaints,
  of: PieceOf = { offset: 0, deepest: DEEPEST, left: { tokens: MOST_TOKENS } },
): TextNode | null {
  if (text.length > LONGEST_TEXT) return complainOfSize(text, complaints);
  const document = compose(text, complaints, of);
  if (document === null) return null;
  reportErrors({ text, offset: of.offset }, document, complaints);
  const contents = document.contents;
  if (!(isMap(contents) || isSeq(contents) || isScalar(contents) || isAlias(contents))) return null;
  return toTextNode(document, contents, complaints);
}

function complainOfSize(text: string, complaints: Complaints): null {
  const size = `${(text.length / 1e6).toFixed(1)} million characters`;
  const message = `This file is too large to be read: it has ${size}. Pipeline and params files hold a few thousand steps or values; move data into files of their own.`;
  complaints.add('file-too-large', { start: 0, end: 0 }, message);
  return null;
}

/** Composes the first document; depth is watched token by token, because the composer would recurse into it. */
function compose(
  text: string,
  complaints: Complaints,
  { offset, deepest, left }: PieceOf,
): Document.Parsed | null {
  const parser = new Parser();
  parser.offset = offset;
  const composer = new Composer({
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
    strict: true,
  });
  const documents: Document.Parsed[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    if (--left.tokens < 0) return complainOfSize(text, complaints);
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > deepest) {
      const message = `Values are nested more than ${DEEPEST} levels deep here. Nothing in a pipeline needs that: close brackets or take levels out.`;
      complaints.add('too-deep', { start: parser.offset, end: parser.offset + 1 }, message);
      return null;
    }
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, offset + text.length));
  const second = documents[1];
  if (second !== undefined) {
    const at = second.range[0];
    const message =
      'A second YAML document begins here, and only the first one is read. Remove the `---` or move what follows into a file of its own.';
    complaints.add('many-documents', { start: at, end: at + 3 }, message);
  }
  return documents[0] ?? null;
}

function reportErrors(
  at: { readonly text: string; readonly offset: number },
  document: Document.Parsed,
  complaints: Complaints,
): void {
  for (const error of document.errors.slice(0, MOST_SYNTAX_PROBLEMS)) {
    const advice = standsBeside(at.text, error.pos[0] - at.offset) ?? adviceOn(error);
    complaints.add('yaml-invalid', spanOf(error), `${sentence(error.message)} ${advice}`);
  }
  for (const warning of document.warnings.slice(0, MOST_SYNTAX_PROBLEMS)) {
    const message = `${sentence(warning.message)} YAML tags and directives have no meaning here: remove it.`;
    complaints.add('yaml-tag', spanOf(warning), message, { severity: 'warning' });
  }
}

function spanOf(error: YAMLError): Span {
  return { start: error.pos[0], end: error.pos[1] };
}

function sentence(message: string): string {
  const text = message.trim();
  return `This is not valid YAML: ${text}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** The usual cause where an expression is near: inside brackets YAML takes its braces for its own. */
function standsBeside(text: string, at: number): string | null {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1).slice(0, 1000);
  return /^[^\n]*[[{][^\n]*\$\{\{/.test(line)
    ? 'Between `[ ]` or `{ }` a text with an expression `${{ … }}` has to stand in quotes.'
    : null;
}

function adviceOn(error: YAMLError): string {
  return ADVICE[error.code] ?? 'Mend this place; what comes after it may have been misread.';
}

const INDENTATION =
  'Look at the indentation of this line, and whether a bracket or quote above it is still open.';
const ONE_KEY =
  'A text that holds `: ` has to stand in quotes, and each key needs a line of its own.';
const ADVICE: Readonly<Partial<Record<ErrorCode, string>>> = {
  TAB_AS_INDENT: 'Indent with spaces; YAML does not take tabs.',
  BAD_INDENT: INDENTATION,
  BLOCK_IN_FLOW: INDENTATION,
  UNEXPECTED_TOKEN: INDENTATION,
  MISSING_CHAR:
    'Something that was opened is not closed, or a `:` or `,` is missing before this place.',
  BLOCK_AS_IMPLICIT_KEY: ONE_KEY,
  MULTILINE_IMPLICIT_KEY: ONE_KEY,
  BAD_SCALAR_START: 'A text that begins with one of `@`, `` ` ``, `%` has to stand in quotes.',
};
