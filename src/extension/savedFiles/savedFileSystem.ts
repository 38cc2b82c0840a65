import * as vscode from 'vscode';

import type { Result } from '../../base/result';
import type { SavedPath, SavedReader } from '../../engine/reading/readerModel';
import { failureSentence } from '../../present/failureWords';
import type { Failure } from '../../records/failures';
import { SAVED_SCHEME, savedAddress, savedPlace } from './savedAddress';
import type { SavedPlace } from './savedAddress';

/**
 * Files of saved versions and of runs, to be read and nothing else. Addresses may be written by anybody, so that
 * only projects are read which this window shows something of.
 */
export class SavedFileSystem implements vscode.FileSystemProvider {
  readonly #readerOf: (root: string) => SavedReader;
  readonly #mayRead: (root: string) => Promise<boolean>;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(
    readerOf: (root: string) => SavedReader,
    mayRead: (root: string) => Promise<boolean>,
  ) {
    this.#readerOf = readerOf;
    this.#mayRead = mayRead;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined); // what was saved never changes
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { reader, at } = await this.#place(uri);
    const found = value(await reader.stat(at), uri);
    return {
      type: TYPES[found.kind],
      ctime: found.at,
      mtime: found.at,
      size: found.size,
      permissions: vscode.FilePermission.Readonly,
    };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const { reader, at } = await this.#place(uri);
    return value(await reader.list(at), uri).map(({ name, kind }) => [name, TYPES[kind]]);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { reader, at } = await this.#place(uri);
    return value(await reader.read(at), uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(from: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(from);
  }

  async #place(uri: vscode.Uri): Promise<{ reader: SavedReader; at: SavedPath }> {
    const place = savedPlace(uri);
    if (place === null) throw vscode.FileSystemError.FileNotFound(uri);
    if (!(await this.#mayRead(place.root))) {
      throw vscode.FileSystemError.NoPermissions(`${place.root} is no project of this window.`);
    }
    return { reader: this.#readerOf(place.root), at: place };
  }
}

const TYPES: Readonly<Record<'file' | 'folder' | 'link', vscode.FileType>> = {
  file: vscode.FileType.File,
  folder: vscode.FileType.Directory,
  // Links inside what was saved are followed when they are read.
  link: vscode.FileType.File,
};

/** The address of a saved file or folder, for editors and the explorer. */
export function savedUri(place: SavedPlace): vscode.Uri {
  return vscode.Uri.from({ scheme: SAVED_SCHEME, ...savedAddress(place) });
}

function value<T>(result: Result<T | null, Failure>, uri: vscode.Uri): T {
  if (!result.ok) throw vscode.FileSystemError.Unavailable(failureSentence(result.failure));
  if (result.value === null) throw vscode.FileSystemError.FileNotFound(uri);
  return result.value;
}
