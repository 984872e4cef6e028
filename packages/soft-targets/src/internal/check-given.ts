import type { AnswerKind } from "@dark-knowledge/core";

/** How far float32 or float16 sums of a softmax may be from one. */
const TOLERANCE = 1e-3;

/** The first invalid row, and the reason in words. */
export interface WrongRow {
  readonly row: number;
  readonly expected: string;
  readonly found: string;
}

/**
 * Checks each row of answers.
 *
 * @param isIndependent whether classes do not exclude each other, so that each has a logit or a probability of its own
 */
export function findWrongGiven(
  kind: AnswerKind,
  values: ArrayLike<number>,
  classCount: number,
  isIndependent = false,
): WrongRow | undefined {
  if (kind === "numbers" || isIndependent) return findWrongValue(kind, values, classCount);
  const find = { logits: wrongLogits, probs: wrongProbs, logProbs: wrongLogProbs }[kind];
  for (let row = 0; row * classCount < values.length; row++) {
    const wrong = find(values, row * classCount, (row + 1) * classCount);
    if (wrong !== undefined) return { row, ...wrong };
  }
  return undefined;
}

/** Checks each value by itself. */
function findWrongValue(kind: AnswerKind, values: ArrayLike<number>, width: number): WrongRow | undefined {
  const [isRight, expected] =
    kind === "probs"
      ? [(value: number) => value >= 0 && value <= 1, "must be from 0 to 1"]
      : [(value: number) => Number.isFinite(Math.fround(value)), "must be finite in float32"];
  const column = kind === "numbers" ? "output" : "class";
  for (let at = 0; at < values.length; at++) {
    if (isRight(values[at]!)) continue;
    return { row: Math.floor(at / width), expected, found: `${values[at]} for ${column} ${at % width}` };
  }
  return undefined;
}

/** Whether all rows of logits could be probabilities: not negative, with a sum of one. */
export function areProbs(values: ArrayLike<number>, classCount: number): boolean {
  return values.length > 0 && findWrongGiven("probs", values, classCount) === undefined;
}

/** The first row of top-k probabilities that sum to more than one, or of which one is none. */
export function findWrongRest(probs: ArrayLike<number>, k: number): WrongRow | undefined {
  const expected = "must be from 0 to 1 and sum to at most 1";
  for (let row = 0; row * k < probs.length; row++) {
    let sum = 0;
    for (let at = row * k; at < (row + 1) * k; at++) {
      if (!(probs[at]! >= 0)) return { row, expected, found: String(probs[at]) };
      sum += probs[at]!;
    }
    if (!(sum <= 1 + TOLERANCE)) return { row, expected, found: `a sum of ${shown(sum)}` };
  }
  return undefined;
}

type Wrong = Omit<WrongRow, "row"> | undefined;

function wrongLogits(values: ArrayLike<number>, start: number, end: number): Wrong {
  const expected = "must be finite or −∞, with a finite one";
  let largest = -Infinity;
  for (let at = start; at < end; at++) {
    // As they are stored.
    const value = Math.fround(values[at]!);
    if (!(value < Infinity)) return { expected, found: `${values[at]} for class ${at - start}` };
    largest = Math.max(largest, value);
  }
  return largest > -Infinity ? undefined : { expected, found: "no finite one" };
}

function wrongProbs(values: ArrayLike<number>, start: number, end: number): Wrong {
  const expected = "must be from 0 to 1 and sum to 1";
  let sum = 0;
  for (let at = start; at < end; at++) {
    if (!(values[at]! >= 0 && values[at]! <= 1 + TOLERANCE)) {
      return { expected, found: `${values[at]} for class ${at - start}` };
    }
    sum += values[at]!;
  }
  return Math.abs(sum - 1) <= TOLERANCE ? undefined : { expected, found: `a sum of ${shown(sum)}` };
}

function wrongLogProbs(values: ArrayLike<number>, start: number, end: number): Wrong {
  const expected = "must be at most 0, with probabilities that sum to 1";
  let sum = 0;
  for (let at = start; at < end; at++) {
    if (!(values[at]! <= TOLERANCE)) return { expected, found: `${values[at]} for class ${at - start}` };
    sum += Math.exp(values[at]!);
  }
  return Math.abs(sum - 1) <= TOLERANCE ? undefined : { expected, found: `a sum of ${shown(sum)}` };
}

function shown(sum: number): string {
  return String(Number(sum.toPrecision(6)));
}
