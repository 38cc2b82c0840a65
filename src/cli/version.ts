/** The version of this Reprise; the build writes it in. */
export function version(): string {
  return process.env.REPRISE_VERSION ?? 'unknown';
}
