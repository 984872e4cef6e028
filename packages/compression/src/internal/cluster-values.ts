/** Up to so many values times centres the best clusters are found by trying all, in the memory of as many integers. */
const MOST_CELLS = 2 ** 22;

/**
 * Finds the centres of one-dimensional k-means: so many numbers that the sum of the squared distances of values to the nearest one is smallest.
 *
 * Clusters of sorted values are intervals, so dynamic programming finds the best ones, in `n log n` for each centre because the best
 * borders move in one direction only. Of very many values, it sees evenly spaced ones; Lloyd's iteration on all follows.
 *
 * @returns the centres in ascending order; fewer if there are fewer different values
 */
export function clusterValues(values: Float32Array, count: number, mostCells: number = MOST_CELLS): Float32Array {
  const sorted = Float64Array.from(values).sort();
  const different = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
  if (different.length <= count) return Float32Array.from(different);
  const sampled = Math.min(sorted.length, Math.floor(mostCells / count));
  const some = Float64Array.from(
    { length: sampled },
    (_, index) => sorted[Math.floor((index * sorted.length) / sampled)]!,
  );
  const centres = bestCentres(some, count);
  return Float32Array.from(sampled === sorted.length ? centres : iterate(sorted, centres));
}

/** The place of the nearest centre of ascending ones. */
export function nearestCentre(centres: ArrayLike<number>, value: number): number {
  let [low, high] = [0, centres.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > (centres[middle]! + centres[middle + 1]!) / 2) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sums of the first values and of their squares. */
function runningSums(sorted: Float64Array): { readonly sums: Float64Array; readonly squares: Float64Array } {
  const sums = new Float64Array(sorted.length + 1);
  const squares = new Float64Array(sorted.length + 1);
  sorted.forEach((value, index) => {
    sums[index + 1] = sums[index]! + value;
    squares[index + 1] = squares[index]! + value * value;
  });
  return { sums, squares };
}

function bestCentres(sorted: Float64Array, count: number): Float64Array {
  const { length } = sorted;
  const { sums, squares } = runningSums(sorted);
  /** The squared distances of the values from one place to before another to their mean. */
  const spread = (from: number, to: number) => {
    const sum = sums[to]! - sums[from]!;
    return Math.max(0, squares[to]! - squares[from]! - (sum * sum) / (to - from));
  };
  // For the first `to` values in so many clusters: the least spread, and where the last cluster begins.
  let before = Float64Array.from({ length: length + 1 }, (_, to) => (to === 0 ? 0 : spread(0, to)));
  const begins = [new Int32Array(length + 1)];
  for (let clusters = 2; clusters <= count; clusters++) {
    const least = new Float64Array(length + 1).fill(Infinity);
    const begin = new Int32Array(length + 1);
    const fill = (first: number, last: number, lowest: number, highest: number) => {
      if (first > last) return;
      const to = (first + last) >> 1;
      for (let from = Math.max(lowest, clusters - 1); from <= Math.min(highest, to - 1); from++) {
        const total = before[from]! + spread(from, to);
        if (total < least[to]!) {
          least[to] = total;
          begin[to] = from;
        }
      }
      fill(first, to - 1, lowest, begin[to]!);
      fill(to + 1, last, begin[to]!, highest);
    };
    fill(clusters, length, clusters - 1, length - 1);
    before = least;
    begins.push(begin);
  }
  const centres = new Float64Array(count);
  for (let cluster = count - 1, to = length; cluster >= 0; cluster--) {
    const from = begins[cluster]![to]!;
    centres[cluster] = (sums[to]! - sums[from]!) / (to - from);
    to = from;
  }
  return centres;
}

const MOST_ITERATIONS = 100;

/** Moves centres to the means of the values that are nearest to them, until none moves. */
function iterate(sorted: Float64Array, start: Float64Array): Float64Array {
  const { sums } = runningSums(sorted);
  let centres = start;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const borders = Array.from(centres, (centre, index) =>
      index === 0 ? 0 : countBelow(sorted, (centres[index - 1]! + centre) / 2),
    );
    borders.push(sorted.length);
    const moved = centres.map((centre, index) => {
      const [from, to] = [borders[index]!, borders[index + 1]!];
      return from === to ? centre : (sums[to]! - sums[from]!) / (to - from);
    });
    if (moved.every((centre, index) => centre === centres[index])) break;
    centres = moved;
  }
  return centres;
}

function countBelow(sorted: Float64Array, border: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= border) low = middle + 1;
    else high = middle;
  }
  return low;
}
