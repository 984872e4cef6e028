import { leadingDirections } from "./leading-directions.ts";

type Values = Float32Array | Float64Array;

/** The sizes of a kernel: places of the window, channels that come in, filters. */
export type KernelSizes = readonly [places: number, inputs: number, outputs: number];

/** A kernel as a core of fewer channels and filters between two matrices with orthonormal columns; a mode of full rank has none. */
export interface TuckerFactors {
  /** Inputs × rank. */
  readonly inputs?: Values;
  /** Places × rank × rank. */
  readonly core: Values;
  /** Rank × outputs. */
  readonly outputs?: Values;
}

/**
 * Computes the Tucker-2 decomposition `K ≈ G ×₁ A ×₂ B` of a kernel: truncated HOSVD, then sweeps of HOOI, each of which finds the best A for B and the best B for A, so that the
 * error never rises.
 *
 * @param ranks at most the full ones
 */
export function tuckerFactors(
  kernel: Values,
  [places, inputs, outputs]: KernelSizes,
  [rankIn, rankOut]: readonly [number, number],
  sweeps: number,
): TuckerFactors {
  const byInput = swapped(kernel, places, inputs, outputs);
  const isWholeIn = rankIn === inputs;
  const isWholeOut = rankOut === outputs;
  let a = isWholeIn ? undefined : leadingBasis(byInput, inputs, rankIn);
  let b = isWholeOut ? undefined : leadingBasis(kernel, outputs, rankOut);
  // With one mode of full rank, HOSVD is the best there is.
  for (let sweep = 0; sweep < sweeps && a !== undefined && b !== undefined; sweep++) {
    a = leadingBasis(swapped(times(kernel, outputs, b), places, inputs, rankOut), inputs, rankIn);
    b = leadingBasis(swapped(times(byInput, inputs, a), places, outputs, rankIn), outputs, rankOut);
  }
  const narrowed = a === undefined ? kernel : swapped(times(byInput, inputs, a), places, outputs, rankIn);
  return {
    ...(a === undefined ? {} : { inputs: a }),
    core: b === undefined ? narrowed : times(narrowed, outputs, b),
    ...(b === undefined ? {} : { outputs: swapped(b, 1, outputs, rankOut) }),
  };
}

/**
 * Computes how much of a kernel's energy, the sum of its squares, truncated HOSVD keeps for each pair of ranks.
 *
 * @returns row-major, inputs × outputs; the first is that of ranks 1 and 1, the last all
 */
export function energyByRanks(kernel: Values, [places, inputs, outputs]: KernelSizes): Float64Array {
  const byInput = swapped(kernel, places, inputs, outputs);
  const a = leadingBasis(byInput, inputs, inputs);
  const b = leadingBasis(kernel, outputs, outputs);
  const core = times(swapped(times(byInput, inputs, a), places, outputs, inputs), outputs, b);
  const kept = new Float64Array(inputs * outputs);
  for (let i = 0; i < inputs; i++) {
    let row = 0;
    for (let j = 0; j < outputs; j++) {
      for (let place = 0; place < places; place++) row += core[(place * inputs + i) * outputs + j]! ** 2;
      kept[i * outputs + j] = row + (i === 0 ? 0 : kept[(i - 1) * outputs + j]!);
    }
  }
  return kept;
}

/** The leading directions of the rows of a matrix, as the columns of another one. */
function leadingBasis(values: Values, columns: number, rank: number): Float64Array {
  const directions = leadingDirections(values, columns);
  const basis = new Float64Array(columns * rank);
  for (let j = 0; j < rank; j++) {
    for (const [at, value] of directions.vector(j).entries()) basis[at * rank + j] = value;
  }
  return basis;
}

/** The product of a row-major matrix with so many columns and a basis. */
function times(values: Values, columns: number, basis: Float64Array): Float64Array {
  const rank = basis.length / columns;
  const product = new Float64Array((values.length / columns) * rank);
  for (let from = 0, to = 0; from < values.length; from += columns, to += rank) {
    for (let column = 0; column < columns; column++) {
      const factor = values[from + column]!;
      for (let j = 0; j < rank; j++) product[to + j]! += factor * basis[column * rank + j]!;
    }
  }
  return product;
}

/** Swaps the last two axes of `[places, rows, columns]`. */
function swapped(values: Values, places: number, rows: number, columns: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let place = 0; place < places; place++) {
    const offset = place * rows * columns;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        result[offset + column * rows + row] = values[offset + row * columns + column]!;
      }
    }
  }
  return result;
}
