import type { OutputPlace } from '../../src/present/reportPage/messages';
import type { Host } from './host';
import type { ViewKeeper } from './viewState';

/** What a view of a file needs around it. */
export interface FileContext {
  readonly place: OutputPlace;
  readonly file: string;
  readonly host: Host;
  readonly keeper: ViewKeeper;
  readonly sides: { readonly was: string; readonly is: string };
  /** The step did not come out again: there is nothing to compare. */
  readonly notRun: boolean;
  /** What is held for the view and has to be let go of. */
  readonly onClose: (close: () => void) => void;
}
