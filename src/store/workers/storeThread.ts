import { Claims } from '../take/claims';
import { KnownPacks } from '../packs/knownPacks';
import type { SharedPacks } from '../packs/knownPacks';
import { PackReader } from '../packs/packReader';
import { PackWriter } from '../packs/packWriter';
import type { SealedPack } from '../packs/packWriter';
import { placesOf } from '../places';
import type { Places } from '../places';
import type { RestoreJob, RestoreOutcome } from '../restore/restoreJob';
import { restoreFiles } from '../restore/restoreFiles';
import { StoreError } from '../storeError';
import type { StoreFailure } from '../failures';
import type { TakeJob, TakeOutcome } from '../take/takeJob';
import { takeFiles } from '../take/takeFiles';

/** What a thread did with the packs it had open. */
export interface SealOutcome {
  readonly sealed: readonly SealedPack[];
  readonly failure: StoreFailure | null;
}

/** One thread's share of the store: a pack that it appends to, and packs that it reads. */
export class StoreThread {
  readonly places: Places;
  readonly reader: PackReader;
  #writer: PackWriter | null = null;
  #known: KnownPacks;

  constructor(root: string, known: KnownPacks) {
    this.places = placesOf(root);
    this.#known = known;
    this.reader = new PackReader(this.places, known);
  }

  /** Made when first asked for, because of its buffer. */
  get writer(): PackWriter {
    this.#writer ??= new PackWriter(this.places);
    return this.#writer;
  }

  /** Learns what packs another thread knows of. */
  learn(shared: SharedPacks): void {
    this.#known = new KnownPacks(shared);
    this.reader.use(this.#known);
  }

  take(job: TakeJob, claims: SharedArrayBuffer): Promise<TakeOutcome> {
    return takeFiles(job, {
      places: this.places,
      writer: this.writer,
      reader: this.reader,
      known: this.#known,
      claims: new Claims(claims),
    });
  }

  restore(job: RestoreJob): Promise<RestoreOutcome> {
    return restoreFiles(job, this.reader);
  }

  /** Puts on the disk what was kept; what cannot be put there stays to be tried again. */
  seal(): SealOutcome {
    if (this.#writer === null) return { sealed: [], failure: null };
    try {
      return { sealed: this.#writer.seal(), failure: null };
    } catch (error) {
      if (error instanceof StoreError) return { sealed: [], failure: error.failure };
      throw error;
    }
  }

  /** Lets go of everything; what was not sealed is gone. */
  abandon(): void {
    this.#writer?.abandon();
    this.reader.close();
  }
}
