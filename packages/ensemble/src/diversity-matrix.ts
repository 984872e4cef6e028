import { ArgumentError, assertArray, createMatrix, formatValue, type Matrix } from "@dark-knowledge/core";

/**
 * Computes how often each pair of members predicts different classes: the share of examples, `[members, members]`, with
 * zeros on the diagonal.
 *
 * @param predictions the predicted classes of each member for the same examples
 * @throws ArgumentError when there is no member, no example, or members have different numbers of examples
 * @see Kuncheva and Whitaker (2003), "Measures of diversity in classifier ensembles": the disagreement measure
 *
 * @example
 * ```ts
 * import { diversityMatrix } from "@dark-knowledge/ensemble";
 *
 * const predictions = [Int32Array.of(0, 1, 2, 2), Int32Array.of(0, 1, 2, 1), Int32Array.of(0, 0, 2, 1)];
 * const { data } = diversityMatrix(predictions);
 * Array.from(data); // => [0, 0.25, 0.5, 0.25, 0, 0.25, 0.5, 0.25, 0]
 * ```
 */
export function diversityMatrix(predictions: readonly ArrayLike<number>[]): Matrix<Float64Array> {
  assertArray("diversityMatrix", "predictions", predictions, "Array");
  predictions.forEach((one, index) => {
    assertArray("diversityMatrix", `predictions[${index}]`, one, "numbers");
  });
  const count = predictions.length;
  const examples = predictions[0]?.length ?? 0;
  if (count === 0 || examples === 0) {
    fail(
      "predictions",
      "must hold the predictions of at least one member for at least one example",
      formatValue(predictions),
    );
  }
  predictions.forEach((one, index) => {
    if (one.length === examples) return;
    fail(`predictions[${index}]`, `must have length ${examples} (as predictions[0])`, String(one.length));
  });
  const data = new Float64Array(count * count);
  for (let first = 0; first < count; first++) {
    for (let second = 0; second < first; second++) {
      const share = differences(predictions[first]!, predictions[second]!) / examples;
      data[first * count + second] = share;
      data[second * count + first] = share;
    }
  }
  return createMatrix(count, count, data);
}

function differences(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let count = 0;
  for (let index = 0; index < first.length; index++) if (first[index] !== second[index]) count++;
  return count;
}

function fail(argument: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName: "diversityMatrix", argument, expected, received, code: "shape" });
}
