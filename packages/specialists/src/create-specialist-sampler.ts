import {
  ArgumentError,
  assertArray,
  assertInteger,
  assertNumber,
  assertObject,
  createRandom,
  deriveSeed,
} from "@dark-knowledge/core";
import { assertClassNumbers } from "./internal/check-rows.ts";
import { positionsOf } from "./internal/positions-of.ts";
import type { Specialist } from "./specialist.ts";

/** Options of {@link createSpecialistSampler}. */
export interface SpecialistSamplerOptions {
  /** Determines the rows and their order in every epoch: integer from 0 to 2⁵³ − 1. */
  readonly seed: number;
  /** The rows to draw from, as indices into the labels, such as the `rows` of a dataset. Default: all. */
  readonly rows?: ArrayLike<number>;
  /** The share of the specialist's own classes in every epoch. Default: 0.5, as in the paper. */
  readonly ownShare?: number;
}

/** Draws the training examples of a specialist, epoch by epoch. */
export interface SpecialistSampler {
  /** The number of rows of the specialist's own classes. All of them are in every epoch. */
  readonly ownCount: number;
  /** The number of rows of other classes in every epoch. */
  readonly restCount: number;
  /**
   * How many times more likely a row of the specialist's own classes is drawn than one of the rest. Its logarithm
   * corrects the dustbin's logit after training; see {@link correctDustbinLogits}.
   */
  readonly oversampling: number;
  /** Returns the rows of an epoch, shuffled: each own row once, and the next rows of the rest in a random order. */
  rows(epoch: number): Int32Array;
}

/**
 * Creates the half/half sampler of a specialist: half of the examples of every epoch are of its classes, half are drawn
 * from the rest.
 *
 * An epoch has every row of the specialist's own classes once. The rest is used in a random order from epoch to epoch,
 * so that every row is used before any is repeated. Rows without a label (−1) are ignored. An epoch depends only on the
 * seed and its number. The whole training set at its natural frequencies would have `oversampling` 1.
 *
 * @param labels class numbers of the generalist, −1 where there is none
 * @throws ArgumentError when a label or a row is out of range, the specialist is invalid, or there are no rows of its
 * own classes or none of the rest
 * @see Hinton, Vinyals and Dean (2015), section 5.2
 *
 * @example
 * ```ts
 * import { createSpecialistSampler } from "@dark-knowledge/specialists";
 *
 * const labels = [0, 1, 2, 3, 0, 1, 2, 3, 2, 3];
 * const sampler = createSpecialistSampler(labels, { classes: [0], classCount: 4 }, { seed: 1 });
 * Array.from(sampler.rows(0)).filter((row) => labels[row] === 0).sort(); // => [0, 4]
 * sampler.rows(0).length; // => 4
 * // Two of eight rows of the rest are drawn, and two of two own rows.
 * sampler.oversampling; // => 4
 * ```
 */
export function createSpecialistSampler(
  labels: ArrayLike<number>,
  specialist: Specialist,
  options: SpecialistSamplerOptions,
): SpecialistSampler {
  assertObject(NAME, "options", options);
  const { seed, ownShare = 0.5 } = options;
  assertInteger(NAME, "seed", seed, { min: 0 });
  assertNumber(NAME, "ownShare", ownShare, { above: 0, below: 1 });
  const { own, rest } = split(labels, specialist, options.rows);
  const restCount = Math.max(1, Math.round((own.length * (1 - ownShare)) / ownShare));

  // The order of one pass through the rest; kept, because most epochs continue the pass of the previous one.
  let pass = -1;
  let order: Int32Array = new Int32Array(0);
  function restAt(position: number): number {
    const wanted = Math.floor(position / rest.length);
    if (wanted !== pass) {
      pass = wanted;
      order = createRandom(deriveSeed(seed, "rest", pass)).permutation(rest.length);
    }
    return rest[order[position - pass * rest.length]!]!;
  }

  function rows(epoch: number): Int32Array {
    assertInteger("SpecialistSampler.rows", "epoch", epoch, { min: 0 });
    const drawn = new Int32Array(own.length + restCount);
    drawn.set(own);
    for (let k = 0; k < restCount; k++) drawn[own.length + k] = restAt(epoch * restCount + k);
    return createRandom(deriveSeed(seed, "specialist order", epoch))
      .permutation(drawn.length)
      .map((position) => drawn[position]!);
  }

  return { ownCount: own.length, restCount, oversampling: rest.length / restCount, rows };
}

const NAME = "createSpecialistSampler";

function split(labels: ArrayLike<number>, specialist: Specialist, rows?: ArrayLike<number>) {
  const positions = positionsOf(NAME, specialist);
  const dustbin = specialist.classes.length;
  assertClassNumbers(NAME, "labels", labels, specialist.classCount, -1);
  if (rows !== undefined) assertArray(NAME, "rows", rows, "numbers");
  const own: number[] = [];
  const rest: number[] = [];
  const count = rows?.length ?? labels.length;
  for (let k = 0; k < count; k++) {
    const row = rows === undefined ? k : rows[k]!;
    const label = labels[row];
    if (label === undefined) assertInteger(NAME, `rows[${k}]`, row, { min: 0, below: labels.length });
    else if (label !== -1) (positions[label] === dustbin ? rest : own).push(row);
  }
  if (own.length === 0 || rest.length === 0) {
    throw new ArgumentError({
      functionName: NAME,
      argument: rows === undefined ? "labels" : "rows",
      expected: "must hold examples of the specialist's classes and of the rest",
      received: `${own.length} and ${rest.length}`,
      code: "shape",
    });
  }
  return { own: Int32Array.from(own), rest: Int32Array.from(rest) };
}
