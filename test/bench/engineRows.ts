import { CAPTURE_ROWS } from './captureRows';
import { COMPARE_ROWS } from './compareRows';
import { LANGUAGE_ROWS } from './languageRows';
import type { EngineRow } from './row';
import { RUN_ROWS } from './runRows';
import { START_ROWS } from './startRows';

/** The rows that the engine alone decides, measured through the built command line. */
export const ENGINE_ROWS: readonly EngineRow[] = [
  ...START_ROWS,
  ...CAPTURE_ROWS,
  ...RUN_ROWS,
  ...COMPARE_ROWS,
  ...LANGUAGE_ROWS,
];
