import type { Claims } from './claims';
import type { KnownPacks } from '../packs/knownPacks';
import type { PackReader } from '../packs/packReader';
import type { PackWriter } from '../packs/packWriter';
import type { Places } from '../places';
import type { RawDigests } from '../rawDigest';
import type { LooseTaken, TakeOutcome } from './takeJob';

/** What a thread takes files with. */
export interface TakeTools {
  readonly places: Places;
  readonly writer: PackWriter;
  readonly reader: PackReader;
  readonly known: KnownPacks;
  readonly claims: Claims;
}

/** What is taken so far: an outcome in the making. */
export interface Taken extends Pick<TakeOutcome, 'stats' | 'readAt' | 'places' | 'packOf'> {
  readonly digests: RawDigests;
  readonly packs: string[];
  readonly loose: LooseTaken[];
  readonly relied: Set<string>;
  readonly reliedLoose: number[];
}
