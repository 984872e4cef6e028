import { boundedBy } from "../bounded-by.ts";
import { isLastAxis } from "../is-last-axis.ts";
import type { LayerContext } from "../layer-context.ts";
import type { Value } from "../operation.ts";
import { productOf } from "../sizes.ts";
import { storageFor } from "../storage.ts";

/** Batch normalisation by its statistics: a part of the weights before it where they have no activation, else a pass of its own. */
export function readBatchNorm({ layer: { config }, inputs, weight, add, refuse }: LayerContext): Value {
  const [input] = inputs as [Value];
  const { axis = -1, epsilon = 1e-3, scale = true, center = true } = config;
  if (!isLastAxis(axis, input)) refuse(`has the axis ${axis}`);
  const columns = input.shape.at(-1)!;
  const mean = weight("moving_mean", [columns]).values;
  const variance = weight("moving_variance", [columns]).values;
  const gamma = scale ? weight("gamma", [columns]).values : undefined;
  const beta = center ? weight("beta", [columns]).values : undefined;
  const factors = Float32Array.from(variance, (one, at) => (gamma?.[at] ?? 1) / Math.sqrt(one + (epsilon as number)));
  const shifts = Float32Array.from(mean, (one, at) => (beta?.[at] ?? 0) - one * factors[at]!);
  const { from, isSole, storage, shape } = input;
  if (from?.scale !== undefined && isSole && from.activation === "linear" && from.columns === columns) {
    from.scale(factors, shifts);
    return input;
  }
  const output = storageFor(storage.size, storage);
  const bound = boundedBy(inputs, (largest) =>
    factors.reduce((most, factor, at) => Math.max(most, Math.abs(factor) * largest + Math.abs(shifts[at]!)), 1),
  );
  const value = add(shape, {
    ...{ output, activation: "linear", columns },
    prepare(arena) {
      const [scaleAt, shiftAt] = [arena.put(factors), arena.put(shifts)];
      const perExample = productOf(shape) / columns;
      return ({ kernels }) =>
        (rows) =>
          kernels.scaleAndShift(storage.at, rows * perExample, columns, scaleAt, shiftAt, output.at);
    },
  });
  return { ...value, bound };
}
