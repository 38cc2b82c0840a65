import { failureSentence } from '../present/failureWords';
import type { Failure, FailureCode } from '../records/failures';

/** What the code door throws: an expected failure, with its code, its facts and a sentence. */
export class RepriseError extends Error {
  readonly code: FailureCode;
  readonly facts: Failure;

  constructor(facts: Failure) {
    super(failureSentence(facts));
    this.name = 'RepriseError';
    this.code = facts.code;
    this.facts = facts;
  }
}
