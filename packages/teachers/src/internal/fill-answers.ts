import { SMALLEST_PROB } from "@dark-knowledge/core";
import type { NumberRows, TopKLogitRows, TopKProbRows } from "../external-teacher.ts";
import { fail, failAt, forEachRow, forEachTopK, type Sheet, show } from "./answer-sheet.ts";

/** By how much rounded probabilities may miss one. */
const TOLERANCE = 0.01;

/** Logits as they are. */
export function fillLogits(rows: NumberRows, sheet: Sheet): void {
  // One row may look like probabilities by chance.
  let [seen, likeProbs] = [0, 0];
  forEachRow("logits", rows, sheet, (values, at, row) => {
    let sum = 0;
    let largest = -Infinity;
    let isPositive = true;
    for (let index = 0; index < values.length; index++) {
      const value = values[index]!;
      if (!(value < Infinity)) failAt("logits", "must be finite or −∞", value, index, row, sheet);
      sheet.logits[at + index] = value;
      isPositive &&= value >= 0;
      sum += value;
      largest = Math.max(largest, value);
    }
    if (largest === -Infinity) failAt("logits", "must be finite for some class", largest, 0, row, sheet);
    seen++;
    if (isPositive && Math.abs(sum - 1) < 1e-3) likeProbs++;
  });
  if (seen > 1 && likeProbs === seen) {
    fail(
      "answer.logits",
      "must be logits; give probabilities as probs",
      "rows that are not negative and sum to one",
      "range",
    );
  }
}

/** `T · log p`. */
export function fillProbs(rows: NumberRows, temperature: number, sheet: Sheet): void {
  forEachRow("probs", rows, sheet, (values, at, row) => {
    const sum = sumOfProbs("probs", values, row, sheet);
    if (Math.abs(sum - 1) > TOLERANCE)
      fail("answer.probs", `must sum to 1 for ${sheet.nameOf(row)}`, show(sum), "range");
    for (let index = 0; index < values.length; index++) sheet.logits[at + index] = toLogit(values[index]!, temperature);
  });
}

/** `T · log p` of the named classes; the others share the rest. */
export function fillTopKProbs({ indices, probs, tailProbs }: TopKProbRows, temperature: number, sheet: Sheet): void {
  assertTail("topKProbs.tailProbs", tailProbs, sheet);
  forEachTopK("topKProbs.probs", indices, probs, sheet, (classes, values, at, row) => {
    const sum = sumOfProbs("topKProbs.probs", values, row, sheet);
    const rest = sheet.classCount - classes.length;
    const tail = tailProbs?.[row] ?? Math.max(0, 1 - sum);
    if (!(tail >= 0))
      fail("answer.topKProbs.tailProbs", `must be 0 or more for ${sheet.nameOf(row)}`, show(tail), "range");
    if (Math.abs(sum + tail - 1) > TOLERANCE) {
      fail("answer.topKProbs", `must sum to 1 with their tail for ${sheet.nameOf(row)}`, show(sum + tail), "range");
    }
    if (rest > 0) sheet.logits.fill(toLogit(tail / rest, temperature), at, at + sheet.classCount);
    for (let rank = 0; rank < classes.length; rank++) {
      sheet.logits[at + classes[rank]!] = toLogit(values[rank]!, temperature);
    }
  });
}

/** The named logits; the others share the tail. */
export function fillTopKLogits({ indices, logits, tailLogits }: TopKLogitRows, sheet: Sheet): void {
  assertTail("topKLogits.tailLogits", tailLogits, sheet);
  forEachTopK("topKLogits.logits", indices, logits, sheet, (classes, values, at, row) => {
    const rest = sheet.classCount - classes.length;
    const tail = tailLogits?.[row] ?? -Infinity;
    if (!(tail < Infinity))
      fail("answer.topKLogits.tailLogits", `must be finite or −∞ for ${sheet.nameOf(row)}`, show(tail), "range");
    sheet.logits.fill(tail - Math.log(Math.max(1, rest)), at, at + sheet.classCount);
    for (let rank = 0; rank < classes.length; rank++) {
      const [index, value] = [classes[rank]!, values[rank]!];
      if (!(value < Infinity)) failAt("topKLogits.logits", "must be finite or −∞", value, index, row, sheet);
      sheet.logits[at + index] = value;
    }
    const own = sheet.logits.subarray(at, at + sheet.classCount);
    if (!own.some((value) => value > -Infinity)) {
      failAt("topKLogits.logits", "must be finite for some class", -Infinity, 0, row, sheet);
    }
  });
}

function sumOfProbs(kind: string, values: ArrayLike<number>, row: number, sheet: Sheet): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    const prob = values[index]!;
    if (!(prob >= 0 && prob < Infinity)) failAt(kind, "must be finite and not negative", prob, index, row, sheet);
    sum += prob;
  }
  return sum;
}

function assertTail(kind: string, tail: ArrayLike<number> | undefined, { rows }: Sheet): void {
  if (tail === undefined || tail.length === rows) return;
  fail(`answer.${kind}`, `must have length ${rows} (as there are examples)`, String(tail.length), "shape");
}

function toLogit(prob: number, temperature: number): number {
  return temperature * Math.log(Math.max(prob, SMALLEST_PROB));
}
