import { ArgumentError, assertFields, assertInteger } from "@dark-knowledge/core";

/** The k largest logits of some rows, largest first, and the mass of the rest. */
export interface TopKLogits {
  /** Class numbers, `[rows, k]`. */
  readonly indices: Int32Array;
  /** Their logits, `[rows, k]`. */
  readonly logits: Float32Array;
  /** `log Σ exp(z_i)` over the other classes, one for each row: the logit of one class that had all their mass. */
  readonly tailLogits: Float32Array;
}

/**
 * Keeps the k largest logits of each row, and the logarithm of the mass of the rest, so that probabilities at
 * temperature 1 stay exact.
 *
 * Of equal logits the lower class number comes first.
 *
 * @param logits row-major, `[rows, classCount]`; −∞ masks a class
 * @throws ArgumentError when `k` is not from 1 to `classCount − 1`, or `logits` is not whole rows, or holds NaN or +∞
 *
 * @example
 * ```ts
 * import { topKLogits } from "@dark-knowledge/soft-targets";
 *
 * const { indices, logits, tailLogits } = topKLogits(Float32Array.of(0, 5, 0, 3), { classCount: 4, k: 2 });
 * Array.from(indices); // => [1, 3]
 * Array.from(logits); // => [5, 3]
 * Array.from(tailLogits); // ≈ [0.693147]
 * ```
 */
export function topKLogits(
  logits: Float32Array,
  options: { readonly classCount: number; readonly k: number },
): TopKLogits {
  assertFields("topKLogits", { logits }, { logits: "float32" });
  assertFields("topKLogits", options, {});
  const { classCount, k } = options;
  assertInteger("topKLogits", "classCount", classCount, { min: 2 });
  assertInteger("topKLogits", "k", k, { min: 1, below: classCount });
  if (logits.length % classCount !== 0) {
    throw new ArgumentError({
      functionName: "topKLogits",
      argument: "logits",
      expected: `must be whole rows of ${classCount} logits`,
      received: `length ${logits.length}`,
      code: "shape",
    });
  }
  const wrong = logits.findIndex((logit) => !(logit < Infinity));
  if (wrong >= 0) {
    throw new ArgumentError({
      functionName: "topKLogits",
      argument: `logits[${wrong}]`,
      expected: "must be finite or −∞",
      received: String(logits[wrong]),
      code: "range",
    });
  }
  const rows = logits.length / classCount;
  const result = {
    indices: new Int32Array(rows * k),
    logits: new Float32Array(rows * k),
    tailLogits: new Float32Array(rows),
  };
  const heap = new Int32Array(k);
  for (let row = 0; row < rows; row++) {
    const values = logits.subarray(row * classCount, (row + 1) * classCount);
    selectLargest(values, heap);
    const order = heap.slice().sort((one, other) => values[other]! - values[one]! || one - other);
    result.indices.set(order, row * k);
    for (let rank = 0; rank < k; rank++) result.logits[row * k + rank] = values[order[rank]!]!;
    result.tailLogits[row] = tailOf(values, heap, values[order[0]!]!);
  }
  return result;
}

/**
 * Makes full rows of logits from top-k ones: the mass of the rest goes to the other classes in equal parts.
 *
 * At temperature 1 the kept classes get exactly the teacher's probabilities. What the teacher thinks of the others is lost.
 *
 * @returns row-major, `[rows, classCount]`
 * @throws ArgumentError when the parts do not fit each other
 *
 * @example
 * ```ts
 * import { spreadTail } from "@dark-knowledge/soft-targets";
 *
 * const answer = {
 *   indices: Int32Array.of(1, 3),
 *   logits: Float32Array.of(5, 3),
 *   tailLogits: Float32Array.of(Math.log(2)),
 * };
 * Array.from(spreadTail(answer, { classCount: 4 })); // ≈ [0.0, 5.0, 0.0, 3.0]
 * ```
 * @see {@link topKLogits}
 */
export function spreadTail(topK: TopKLogits, options: { readonly classCount: number }): Float32Array {
  const parts = { indices: "int32", logits: "float32", tailLogits: "float32" } as const;
  assertFields("spreadTail", topK, parts, { argument: "topK" });
  assertFields("spreadTail", options, {});
  const [{ indices, logits, tailLogits }, { classCount }] = [topK, options];
  assertInteger("spreadTail", "classCount", classCount, { min: 2 });
  const rows = tailLogits.length;
  const k = rows === 0 ? 0 : indices.length / rows;
  if (indices.length !== logits.length || !Number.isInteger(k) || k >= classCount) {
    throw new ArgumentError({
      functionName: "spreadTail",
      argument: "indices",
      expected: `must have the same fewer than ${classCount} classes as logits for each of ${rows} rows`,
      received: `${indices.length} indices and ${logits.length} logits`,
      code: "shape",
    });
  }
  for (let at = 0; at < indices.length; at++) {
    assertInteger("spreadTail", `indices[${at}]`, indices[at], { min: 0, below: classCount });
  }
  const spread = new Float32Array(rows * classCount);
  for (let row = 0; row < rows; row++) {
    const start = row * classCount;
    spread.fill(tailLogits[row]! - Math.log(classCount - k), start, start + classCount);
    for (let index = row * k; index < (row + 1) * k; index++) spread[start + indices[index]!] = logits[index]!;
  }
  return spread;
}

/** Fills `heap` with the class numbers of the largest values: a heap with the smallest of them at its root. */
function selectLargest(values: Float32Array, heap: Int32Array): void {
  const k = heap.length;
  for (let index = 0; index < k; index++) heap[index] = index;
  for (let node = (k >> 1) - 1; node >= 0; node--) siftDown(values, heap, node);
  for (let index = k; index < values.length; index++) {
    // An equal value comes later, so the class that is there already stays.
    if (values[index]! <= values[heap[0]!]!) continue;
    heap[0] = index;
    siftDown(values, heap, 0);
  }
}

function siftDown(values: Float32Array, heap: Int32Array, start: number): void {
  // The smallest goes first, of equal values that with the highest class number.
  const goesFirst = (one: number, other: number) =>
    values[one]! < values[other]! || (values[one] === values[other] && one > other);
  let node = start;
  const moved = heap[node]!;
  for (let child = 2 * node + 1; child < heap.length; child = 2 * node + 1) {
    if (child + 1 < heap.length && goesFirst(heap[child + 1]!, heap[child]!)) child++;
    if (!goesFirst(heap[child]!, moved)) break;
    heap[node] = heap[child]!;
    node = child;
  }
  heap[node] = moved;
}

/** The logarithm of the sum over all classes but those in `kept`, shifted by the largest of the rest. */
function tailOf(values: Float32Array, kept: Int32Array, largest: number): number {
  if (largest === -Infinity) return -Infinity;
  const isKept = new Uint8Array(values.length);
  for (const index of kept) isKept[index] = 1;
  let largestRest = -Infinity;
  for (let index = 0; index < values.length; index++) {
    if (isKept[index] === 0 && values[index]! > largestRest) largestRest = values[index]!;
  }
  if (largestRest === -Infinity) return -Infinity;
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    if (isKept[index] === 0) sum += Math.exp(values[index]! - largestRest);
  }
  return largestRest + Math.log(sum);
}
