/** A size in bytes, in powers of 1000: `812 B`, `1.2 kB`, `34 MB`. */
export function sizeText(bytes: number): string {
  let value = bytes;
  for (const unit of ['B', 'kB', 'MB', 'GB']) {
    // 999.5 would be printed as 1000 of this unit
    if (value < 999.5)
      return `${value < 9.95 && unit !== 'B' ? value.toFixed(1) : Math.round(value)} ${unit}`;
    value /= 1000;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} TB`;
}

/** A whole number with its thousands apart: `5,000`. */
export function wholeText(count: number): string {
  return count.toLocaleString('en-US');
}

/** A number with its noun: `1 step`, `12 outputs`. */
export function countText(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** Names in a row, the first few written out: `a.txt, b.txt and 3 more`. */
export function listText(items: readonly string[], most = 10): string {
  if (items.length <= most) return items.join(', ');
  return `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}

/** The first twelve hexadecimal digits of a digest. */
export function shortDigest(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1).slice(0, 12);
}

/** A long path or line with its middle left out, so that both ends stay readable. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}
