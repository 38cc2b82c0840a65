import { joinRelative, leaves } from '../base/paths';

import type { Complaints } from './complaints';
import { expandBraces, patternFault } from './globs';
import { environmentPart, neverTakenPart } from './neverTaken';
import { fixedPart, isPattern } from './patterns';
import type { ProjectReader } from './reader';
import { shorten } from './textNode';
import type { ScalarNode, Span } from './textNode';

const LONGEST_PATH = 4096;

/** How a path is to be read, and what it is called in a sentence that begins with it. */
export interface PathUse {
  readonly folder: string;
  readonly reader: ProjectReader;
  /** Such as `The input`. */
  readonly what: string;
  /** Whether it may be a pattern. */
  readonly patterns: boolean;
  /** Whether what is never taken may be named all the same. */
  readonly anything?: boolean;
  /** What is known of texts with which nothing is wrong; for all uses that are alike but for what they are called. */
  readonly known?: Map<string, string>;
}

/** A written path relative to the project and tidied, or null after a complaint. */
export function checkPath(
  written: Pick<ScalarNode, 'text' | 'span'>,
  use: PathUse,
  complaints: Complaints,
): string | null {
  const { text, span } = written;
  const known = use.known?.get(text);
  if (known !== undefined) return known;
  const fault = faultOf(text, use);
  if (fault !== null) {
    complaints.add(fault.code, span, `${use.what} \`${shorten(text)}\` ${fault.rest}`);
    return null;
  }
  if (text.includes('\\')) warnOfBackslash(text, span, use, complaints);
  const path = joinRelative(use.folder, text);
  if (use.anything !== true) {
    const part =
      neverTakenPart(path) ?? environmentPart(path) ?? environmentFolderIn(path, use.reader);
    if (part !== null) {
      const message = `${use.what} \`${shorten(text)}\` lies in \`${shorten(part)}\`, which is never taken into a version: it belongs to a tool or an environment. Declare what it was made from instead.`;
      complaints.add('path-never-taken', span, message);
      return null;
    }
  }
  if (!text.includes('\\')) use.known?.set(text, path);
  return path;
}

interface Fault {
  readonly code:
    | 'path-empty'
    | 'path-invalid'
    | 'path-absolute'
    | 'path-is-address'
    | 'path-outside'
    | 'pattern-invalid';
  readonly rest: string;
}

function faultOf(text: string, use: PathUse): Fault | null {
  if (text.trim() === '') {
    return {
      code: 'path-empty',
      rest: 'is empty. Write a path relative to the folder of the pipeline file.',
    };
  }
  if (text.includes('\0') || text.length > LONGEST_PATH || /[\uD800-\uDFFF]/u.test(text)) {
    return {
      code: 'path-invalid',
      rest: 'cannot be the name of a file. Mend its characters, or shorten it.',
    };
  }
  if (/^[A-Za-z][A-Za-z0-9+.-]+:\/\//.test(text)) {
    return {
      code: 'path-is-address',
      rest: 'is an address, and only files are read. Fetch it in a step that declares the file as an output.',
    };
  }
  if (/^(?:[/\\]|[A-Za-z]:[/\\]|~[/\\]|~$)/.test(text)) {
    return {
      code: 'path-absolute',
      rest: `is not relative to the folder of the pipeline file, so another machine would not have it. ${whatElse(use)}`,
    };
  }
  return patternFaultOf(text, use) ?? outsideFaultOf(text, use);
}

function patternFaultOf(text: string, use: PathUse): Fault | null {
  if (!isPattern(text)) return null;
  if (!use.patterns) {
    return {
      code: 'pattern-invalid',
      rest: 'is a pattern, and one file has to be named here. Write its path out.',
    };
  }
  switch (patternFault(text)) {
    case 'unclosed':
      return {
        code: 'pattern-invalid',
        rest: 'has a `[` or `{` that nothing closes. Close it; a `[` that belongs to a name is written `[[]`.',
      };
    case 'too-many':
      return {
        code: 'pattern-invalid',
        rest: 'stands for more than 256 alternatives. Use `*` in place of the braces.',
      };
    case null:
      return null;
  }
}

function outsideFaultOf(text: string, use: PathUse): Fault | null {
  const each = isPattern(text) ? (expandBraces(text) ?? [text]) : [text];
  return each.some((one) => leaves(joinRelative(use.folder, one)))
    ? {
        code: 'path-outside',
        rest: `leaves the project by \`..\`, so a version could not hold it. ${whatElse(use)}`,
      }
    : null;
}

/** Inputs may be links, so that is the way out for them; outputs may not. */
function whatElse({ what }: PathUse): string {
  return what === 'The output'
    ? 'Write to a folder of the project, and give its relative path.'
    : 'For what lies elsewhere make a link in the project, and give the relative path of the link.';
}

function warnOfBackslash(text: string, span: Span, use: PathUse, complaints: Complaints): void {
  const instead = text.replaceAll('\\', '/');
  const advice = `If folders are meant, write \`${shorten(instead)}\`.`;
  const message = `${use.what} \`${shorten(text)}\` holds a backslash, which is part of a name here. ${advice}`;
  complaints.add('path-backslash', span, message, {
    severity: 'warning',
    instead: complaints.written(span).trim() === text ? instead : null,
  });
}

/** The nearest folder of a path that holds a Python or conda environment. */
function environmentFolderIn(path: string, reader: ProjectReader): string | null {
  const names = fixedPart(path).split('/');
  for (let count = 1; count <= names.length; count++) {
    const folder = names.slice(0, count).join('/');
    if (folder === '.') continue;
    if (reader.kindOf(`${folder}/pyvenv.cfg`) === 'file') return folder;
    if (reader.kindOf(`${folder}/conda-meta`) === 'folder') return folder;
  }
  return null;
}
