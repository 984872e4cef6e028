/** A symmetric matrix as its lower triangle: the pair i ≥ j is at `i (i + 1) / 2 + j`. */
export function triangleSize(classCount: number): number {
  return (classCount * (classCount + 1)) / 2;
}

/** `triangle += Σ_rows (p − mean)(p − mean)ᵀ`. */
export function addScatter(triangle: Float64Array, probs: Float32Array, mean: Float64Array): void {
  const classCount = mean.length;
  const centred = new Float64Array(classCount);
  for (let start = 0; start < probs.length; start += classCount) {
    for (let i = 0; i < classCount; i++) centred[i] = probs[start + i]! - mean[i]!;
    addScaledSquare(triangle, centred, 1);
  }
}

/** `triangle += scale · v vᵀ`. */
export function addScaledSquare(triangle: Float64Array, vector: Float64Array, scale: number): void {
  let at = 0;
  for (let i = 0; i < vector.length; i++) {
    const scaled = scale * vector[i]!;
    for (let j = 0; j <= i; j++) triangle[at++]! += scaled * vector[j]!;
  }
}
