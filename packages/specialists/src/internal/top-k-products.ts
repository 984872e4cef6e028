import type { TopKProbs } from "../top-k-probs.ts";

/** Adds `Σ_rows p pᵀ` of top-k rows to a triangle, with a delay; `flush` brings it up to date. */
export interface TopKProducts {
  add(topK: TopKProbs): void;
  flush(): void;
}

/** How often each class occurs, on average, in the waiting rows. */
const WAITING_PER_CLASS = 280;

/**
 * The k (k + 1) / 2 products of a row are spread over the triangle, and a triangle larger than the cache takes 50 ns
 * for each. So rows wait until each class is in a few hundred of them. Then the triangle is processed class by class,
 * and the products of one class are summed in an array that fits in the cache. Measured on 15,000 classes with k = 32:
 * 100,000 rows/s instead of 38,000, for 50 MB.
 */
export function createTopKProducts(triangle: Float64Array, classCount: number): TopKProducts {
  const capacity = WAITING_PER_CLASS * classCount;
  // Class and mass side by side: entry e has its class at 2 e in one view, and its mass at 2 e + 1 in the other.
  const entries = new ArrayBuffer(8 * capacity);
  const classes = new Int32Array(entries);
  const masses = new Float32Array(entries);
  const starts = new Int32Array(classCount + 1);
  const places = new Int32Array(capacity);
  const sums = new Float64Array(classCount);
  let waiting = 0;
  let width = 1;

  function add({ k, indices, probs }: TopKProbs): void {
    if (k !== width) flush();
    width = k;
    for (let from = 0; from < indices.length; from += k) {
      if (waiting + k > capacity) flush();
      // Insertion sort, in ascending order of the classes: k is small.
      for (let a = 0; a < k; a++) {
        const index = indices[from + a]!;
        let at = 2 * (waiting + a);
        for (; at > 2 * waiting && classes[at - 2]! > index; at -= 2) {
          classes[at] = classes[at - 2]!;
          masses[at + 1] = masses[at - 1]!;
        }
        classes[at] = index;
        masses[at + 1] = probs[from + a]!;
        starts[index + 1]!++;
      }
      waiting += k;
    }
  }

  function flush(): void {
    if (waiting === 0) return;
    placeByClass();
    let from = 0;
    for (let i = 0; i < classCount; i++) {
      const to = starts[i]!;
      const base = (i * (i + 1)) / 2;
      for (let q = from; q < to; q++) {
        const place = places[q]!;
        const mass = masses[2 * place + 1]!;
        for (let at = 2 * (place - (place % width)); at <= 2 * place; at += 2) {
          sums[classes[at]!]! += mass * masses[at + 1]!;
        }
      }
      if (from < to) {
        for (let j = 0; j <= i; j++) triangle[base + j]! += sums[j]!;
        sums.fill(0, 0, i + 1);
      }
      from = to;
    }
    starts.fill(0);
    waiting = 0;
  }

  /** Counting sort of the entries by class; afterwards `starts[i]` is the end of class i. */
  function placeByClass(): void {
    for (let i = 0; i < classCount; i++) starts[i + 1]! += starts[i]!;
    for (let entry = 0; entry < waiting; entry++) places[starts[classes[2 * entry]!]!++] = entry;
  }

  return { add, flush };
}
