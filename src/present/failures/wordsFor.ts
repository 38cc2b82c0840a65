import type { Failure } from '../../records/failures';

/** One way of putting each failure of a family; a code without words does not compile. */
export type WordsFor<F extends Failure> = {
  readonly [C in F['code']]: (failure: Extract<F, { readonly code: C }>) => string;
};
