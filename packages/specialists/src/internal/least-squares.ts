/** Relative to the mean square of each feature: enough to settle what the rows leave open, too little to matter. */
const RIDGE = 1e-6;
const TOLERANCE = 1e-10;

/**
 * Finds the w and b (last) for which `x · w + b` is nearest to `targets` over the rows x, in least squares; where the
 * rows leave them open, they stay at `start`. Uses conjugate gradients on the normal equations, which are never formed.
 */
export function leastSquares(features: Float32Array, targets: Float64Array, start: Float64Array): Float64Array {
  const size = start.length - 1;
  const rows = targets.length;
  const unknowns = start.slice();
  if (rows === 0) return unknowns;
  // Each unknown is scaled by the mean square of its feature, so that features of different size converge equally fast.
  const scale = new Float64Array(size + 1).fill(1);
  for (let f = 0; f < size; f++) {
    let square = 0;
    for (let row = 0; row < rows; row++) square += features[row * size + f]! ** 2;
    // A feature that is always 0 has no gradient and does not change.
    if (square > 0) scale[f] = square / rows;
  }

  const fitted = new Float64Array(rows);
  function predict(direction: Float64Array): void {
    for (let row = 0; row < rows; row++) {
      let sum = direction[size]!;
      for (let f = 0; f < size; f++) sum += features[row * size + f]! * direction[f]!;
      fitted[row] = sum;
    }
  }
  function project(residuals: Float64Array, into: Float64Array): void {
    into.fill(0);
    for (let row = 0; row < rows; row++) {
      const residual = residuals[row]! / rows;
      for (let f = 0; f < size; f++) into[f]! += residual * features[row * size + f]!;
      into[size]! += residual;
    }
  }

  predict(unknowns);
  const gradient = new Float64Array(size + 1);
  project(
    targets.map((target, row) => target - fitted[row]!),
    gradient,
  );
  const direction = gradient.map((value, f) => value / scale[f]!);
  const product = new Float64Array(size + 1);
  let slope = dot(gradient, direction);
  const enough = slope * TOLERANCE ** 2;
  for (let step = 0; step < 2 * (size + 1) && slope > enough; step++) {
    predict(direction);
    project(fitted, product);
    for (let f = 0; f <= size; f++) product[f]! += RIDGE * scale[f]! * direction[f]!;
    const length = slope / dot(direction, product);
    for (let f = 0; f <= size; f++) {
      unknowns[f]! += length * direction[f]!;
      gradient[f]! -= length * product[f]!;
    }
    let next = 0;
    for (let f = 0; f <= size; f++) next += gradient[f]! ** 2 / scale[f]!;
    for (let f = 0; f <= size; f++) direction[f] = gradient[f]! / scale[f]! + (next / slope) * direction[f]!;
    slope = next;
  }
  return unknowns;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
