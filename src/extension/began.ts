/** When the code of the extension began to run; milliseconds of `performance.now()`. Imported before all else. */
export const began = performance.now();
