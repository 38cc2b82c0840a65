import type { KeyFacts } from '../pipeline/keyFacts';

/** What is to be said of a key, beside it or in a list. */
export function keyMarkdown({ key, description, required }: KeyFacts): string {
  return `**${key}**${required ? ' (needed)' : ''}\n\n${description}`;
}
