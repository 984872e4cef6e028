import { describe } from "./check-column.ts";
import { fail } from "./fail.ts";

const NAME = "createDataset";

/** Throws unless there is one finite weight, 0 or more, for each of `count` things. */
export function checkWeights(argument: string, weights: unknown, count: number, things: string): void {
  if (!(weights instanceof Float32Array)) fail(NAME, "dtype", argument, "must be a Float32Array", describe(weights));
  if (weights.length !== count) {
    fail(NAME, "shape", argument, `must have length ${count} (the ${things})`, String(weights.length));
  }
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong < 0) return;
  fail(NAME, "range", `${argument}[${wrong}]`, "must be a finite number, at least 0", String(weights[wrong]));
}
