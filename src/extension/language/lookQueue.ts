/** What waits to be looked at, by name, each once: what somebody has only just opened before all that is closed. */
export class LookQueue<T> {
  readonly #first = new Map<string, T>();
  readonly #others = new Map<string, T>();

  /** Whether something waits that somebody has in view and of which nothing is told yet. */
  get hasFirst(): boolean {
    return this.#first.size > 0;
  }

  add(name: string, value: T, { first }: { readonly first: boolean }): void {
    if (first) {
      this.#others.delete(name);
      this.#first.set(name, value);
    } else if (!this.#first.has(name)) {
      this.#others.set(name, value);
    }
  }

  delete(name: string): void {
    this.#first.delete(name);
    this.#others.delete(name);
  }

  /** Takes out what comes next; undefined where nothing waits. */
  next(): T | undefined {
    const queue = this.hasFirst ? this.#first : this.#others;
    for (const [name, value] of queue) {
      queue.delete(name);
      return value;
    }
    return undefined;
  }
}
