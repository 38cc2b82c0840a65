import type { Digest } from '../base/digest';

/** Data only: something untracked and undeclared that came or changed during a run, as it was at its end. */
export interface Product {
  readonly path: string;
  /** Of a file's bytes, of a link's target as written, of what tells a folder or a log from one made anew. */
  readonly digest: Digest;
  /**
   * Left out for a file. `environment`: an environment folder that came during a run. `inside`: what was
   * written into one that stood there. `source`: no product, but a source file as a run left it: later
   * source trees have it, and it is named. `stream`: the file that the command itself wrote its words to, which
   * goes on growing after its last look.
   */
  readonly kind?: 'link' | 'folder' | 'environment' | 'inside' | 'source' | 'stream';
}
