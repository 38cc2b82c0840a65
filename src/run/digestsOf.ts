import type { Digest } from '../base/digest';
import type { ScannedFile } from '../snapshot/scan';
import type { RunContext } from './context';

/** Digests of scanned files; one that cannot be read, or went away meanwhile, has none. */
export async function digestsOf(
  context: Pick<RunContext, 'options' | 'root'>,
  files: readonly { readonly file: ScannedFile }[],
): Promise<ReadonlyMap<string, Digest>> {
  let wanted = files.map(({ file }) => ({ path: file.path, stat: null, keep: false }));
  for (;;) {
    const taken = await context.options.store.takeFiles(context.root, wanted, { cached: true });
    if (taken.ok) return new Map(taken.value.map(({ path, digest }) => [path, digest]));
    const { failure } = taken;
    const path = 'path' in failure ? failure.path : undefined;
    if (!wanted.some((file) => file.path === path)) return new Map();
    wanted = wanted.filter((file) => file.path !== path);
  }
}
