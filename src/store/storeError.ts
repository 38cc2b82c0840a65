import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { StoreFailure } from './failures';

/** Carries a failure up to the store's door, and out of a stream whose bytes prove wrong at its end. */
export class StoreError extends Error {
  readonly failure: StoreFailure;

  constructor(failure: StoreFailure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** Runs a task; a failure that it throws becomes a value, anything else is a bug and goes on. */
export async function caught<T>(task: () => T | Promise<T>): Promise<Result<T, StoreFailure>> {
  try {
    return ok(await task());
  } catch (error) {
    if (error instanceof StoreError) return failed(error.failure);
    throw error;
  }
}

/** The failure that an error means which came up while the store itself was written. */
export function writeFailure(error: unknown, folder: string): StoreFailure {
  if (error instanceof StoreError) return error.failure;
  const { code, message } = systemError(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'disk-full', folder };
  return { code: 'store-not-writable', folder, error: message };
}

/** The failure of a store whose disk has lost what was written to it and not yet promised to anybody. */
export function lostFailure(folder: string): StoreFailure {
  return { code: 'store-not-writable', folder, error: 'what was written cannot be read back' };
}

/** The failure that an error means which came up while a file of the user's was read. */
export function readFailure(error: unknown, path: string): StoreFailure {
  if (error instanceof StoreError) return error.failure;
  const { code, message } = systemError(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { code: 'file-vanished', path };
  return { code: 'file-unreadable', path, error: message };
}

/** The code of a system error; what has none is a bug and is thrown again. */
export function systemError(error: unknown): { readonly code: string; readonly message: string } {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (!(error instanceof Error) || typeof code !== 'string' || code.startsWith('ERR_')) throw error;
  return { code, message: error.message };
}

/** Runs a synchronous task whose system errors are failures to write the store. */
export function writing<T>(folder: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw new StoreError(writeFailure(error, folder));
  }
}
