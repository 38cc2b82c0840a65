/** Text of the user's as Markdown shows it letter by letter: no markup, no links, no icons. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+\-.!|<>~$&:]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|\r|\n/g, ' ');
}

/** Rows of facts under a heading; facts without a value are left out. */
export function factsMarkdown(
  heading: string,
  facts: readonly (readonly [what: string, value: string])[],
): string {
  const rows = facts
    .filter(([, value]) => value !== '')
    .map(([what, value]) => `| ${escapeMarkdown(what)} | ${escapeMarkdown(value)} |`);
  const table = rows.length === 0 ? '' : `\n\n| | |\n|---|---|\n${rows.join('\n')}`;
  return `**${escapeMarkdown(heading)}**${table}`;
}
