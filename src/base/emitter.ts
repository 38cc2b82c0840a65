/** Tells listeners of values; a listener that is added while one is told hears the next. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Adds a listener; the function that comes back takes it away. */
  readonly on = (listener: (value: T) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Tells every listener. */
  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
