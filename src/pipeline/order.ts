/**
 * Topological order with ties in the order given: again and again the first one whose needs are done. Those that
 * stand in a circle, or wait for one that does, come last, in the order given, and are named.
 */
export function orderSteps(
  names: readonly string[],
  needsOf: (name: string) => Iterable<string>,
): { readonly order: readonly string[]; readonly stuck: readonly string[] } {
  const places = new Map(names.map((name, place) => [name, place]));
  const waiting = names.map(() => 0);
  const followers = names.map((): number[] => []);
  for (const [place, name] of names.entries()) {
    for (const need of needsOf(name)) {
      const at = places.get(need);
      if (at === undefined) continue;
      (followers[at] as number[]).push(place);
      waiting[place] = (waiting[place] as number) + 1;
    }
  }
  const ready = minHeap();
  for (const [place, count] of waiting.entries()) if (count === 0) ready.push(place);
  const order: string[] = [];
  const done = new Set<number>();
  for (let place = ready.pop(); place !== undefined; place = ready.pop()) {
    order.push(names[place] as string);
    done.add(place);
    for (const follower of followers[place] as number[]) {
      const left = (waiting[follower] as number) - 1;
      waiting[follower] = left;
      if (left === 0) ready.push(follower);
    }
  }
  const stuck = names.filter((_, place) => !done.has(place));
  return { order: [...order, ...stuck], stuck };
}

/** One circle among steps that are stuck: each needs the next, and the last needs the first. */
export function findCircle(
  stuck: readonly string[],
  needsOf: (name: string) => Iterable<string>,
): readonly string[] {
  const among = new Set(stuck);
  const trail: string[] = [];
  const places = new Map<string, number>();
  let name = stuck[0];
  while (name !== undefined && !places.has(name)) {
    places.set(name, trail.length);
    trail.push(name);
    name = [...needsOf(name)].find((need) => among.has(need));
  }
  return name === undefined ? [] : trail.slice(places.get(name));
}

interface Heap {
  push(value: number): void;
  pop(): number | undefined;
}

function minHeap(): Heap {
  const values: number[] = [];
  const at = (index: number): number => values[index] ?? Infinity;
  const swap = (a: number, b: number): void => {
    [values[a], values[b]] = [at(b), at(a)];
  };
  return {
    push(value) {
      let index = values.push(value) - 1;
      while (index > 0 && at((index - 1) >> 1) > at(index)) {
        swap(index, (index - 1) >> 1);
        index = (index - 1) >> 1;
      }
    },
    pop() {
      const top = values[0];
      const last = values.pop();
      if (top === undefined || last === undefined || values.length === 0) return top;
      values[0] = last;
      for (let index = 0; ;) {
        const left = 2 * index + 1;
        const least = at(left + 1) < at(left) ? left + 1 : left;
        if (at(least) >= at(index)) return top;
        swap(least, index);
        index = least;
      }
    },
  };
}
