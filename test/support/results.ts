import type { Result } from '../../src/base/result';

/** The value of a result that has to be one. */
export function value<T, F>(result: Result<T, F>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.failure));
}

/** The failure of a result that has to be one. */
export function failure<T, F>(result: Result<T, F>): F {
  if (!result.ok) return result.failure;
  throw new Error('it succeeded');
}
