import {
  add,
  cast,
  clipByValue,
  concat,
  expandDims,
  gatherND,
  max,
  minimum,
  mul,
  reshape,
  scatterND,
  stack,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor,
  tile,
} from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";
import { logNormaliser, rowSoftmax } from "./row-softmax.ts";
import { withGradient } from "./with-gradient.ts";

/** Some classes of each row, as constants. */
export interface ClassCoordinates {
  /** Row and class of each, `[batch · count, 2]`, int32. */
  readonly coordinates: Tensor2D;
  /** `[batch, classes]`: 1 at these classes, otherwise 0. */
  readonly isPicked: Tensor2D;
  readonly count: number;
}

/** The classes of `indices`, `[batch, count]`, int32; one that is out of range counts as the nearest. */
export function classCoordinates(indices: Tensor2D, classes: number): ClassCoordinates {
  const [batch, count] = indices.shape;
  const coordinates = constant(() => {
    const rows = tile(
      tensor(
        Int32Array.from({ length: batch }, (_, row) => row),
        [batch, 1],
      ),
      [1, count],
    );
    const within = cast(clipByValue(cast(indices, "float32"), 0, classes - 1), "int32");
    return reshape(stack([rows, within], 2), [batch * count, 2]) as Tensor2D;
  });
  const isPicked = constant(() => minimum<Tensor2D>(scatter(coordinates, fill(batch * count), [batch, classes]), 1));
  return { coordinates, isPicked, count };
}

/** The logits of these classes, `[batch, count]`, differentiable. */
export function pickClasses(
  functionName: string,
  logits: Tensor2D,
  { coordinates, count }: ClassCoordinates,
): Tensor2D {
  const shape = logits.shape;
  return withGradient<Tensor2D>(functionName, logits, {
    value: () => reshape(gatherND(logits, coordinates), [shape[0], count]),
    saved: [coordinates],
    gradient: (upstream, [at]) => scatter(at as Tensor2D, upstream, shape),
  });
}

/** The other way round: `values`, `[batch, count]`, at these classes of `[batch, classes]`, and 0 elsewhere. */
export function placeClasses(
  functionName: string,
  values: Tensor2D,
  { coordinates, isPicked }: ClassCoordinates,
): Tensor2D {
  return withGradient<Tensor2D>(functionName, values, {
    value: () => scatter(coordinates, values, isPicked.shape),
    saved: [coordinates],
    gradient: (upstream, [at]) => reshape(gatherND(upstream, at!), values.shape),
  });
}

/** The logits with these classes masked, that is, at −∞. */
export function maskClasses(logits: Tensor2D, { isPicked }: ClassCoordinates): Tensor2D {
  // Twice 2^127 is +∞ and 0 stays 0, where 0 · ∞ would be NaN.
  return sub(
    logits,
    constant(() => mul(mul(isPicked, 2 ** 127), 2 ** 127)),
  );
}

/**
 * The logits of these classes, and behind them one that stands for all others together: `T · log Σ exp(z_c / T)`, so
 * that at this temperature it has the sum of their probabilities. All less the row's largest logit, compared with which
 * a sum would lose its digits.
 */
export function mergeOthers(
  functionName: string,
  logits: Tensor2D,
  picked: ClassCoordinates,
  temperature: number,
): Tensor2D {
  const shifted = sub<Tensor2D>(
    logits,
    constant(() => max(logits, 1, true)),
  );
  const others = constant(() => maskClasses(shifted, picked));
  const { probs } = rowSoftmax(others, temperature);
  const merged = withGradient<Tensor2D>(functionName, shifted, {
    value: () => add(max(others, 1, true), mul(expandDims(logNormaliser(probs), 1), temperature)),
    saved: [probs],
    gradient: (upstream: Tensor, [saved]: readonly Tensor[]) => mul(saved!, upstream),
  });
  return concat([pickClasses(functionName, shifted, picked), merged], 1);
}

function scatter(coordinates: Tensor2D, values: Tensor, shape: [number, number]): Tensor2D {
  return scatterND(coordinates, reshape(values, [coordinates.shape[0]]), shape) as Tensor2D;
}

function fill(length: number): Tensor1D {
  return tensor(new Float32Array(length).fill(1)) as Tensor1D;
}
