import type { SoftTargetTask } from "../manifest.ts";
import type { SoftTargetAnswers } from "../soft-targets.ts";

/** The wrong row, and its problem in words. */
export interface WrongAnswer {
  readonly row: number;
  readonly found: string;
}

/**
 * Finds the first invalid answer: NaN, +∞, nothing finite, or, for top-k answers, a class that does not exist, a
 * repeated class, or logits that are not in descending order. Answers that are no choice among classes are finite throughout.
 */
export function findWrongAnswer(
  answers: SoftTargetAnswers,
  classCount: number,
  task: SoftTargetTask = "classes",
): WrongAnswer | undefined {
  return answers.kind === "dense"
    ? findWrongRow(answers.logits, classCount, task)
    : (findWrongTopK(answers, classCount) ?? findWrongTail(answers));
}

/** Finds the first invalid row of full answers. */
export function findWrongRow(
  logits: Float32Array,
  classCount: number,
  task: SoftTargetTask = "classes",
): WrongAnswer | undefined {
  if (task === "classes") return findWrongChoice(logits, classCount);
  const at = logits.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return undefined;
  const column = `${task === "numbers" ? "output" : "class"} ${at % classCount}`;
  return { row: Math.floor(at / classCount), found: `${logits[at]} for ${column}` };
}

function findWrongChoice(logits: Float32Array, classCount: number): WrongAnswer | undefined {
  for (let start = 0; start < logits.length; start += classCount) {
    let largest = -Infinity;
    let isNumber = true;
    for (let at = start; at < start + classCount; at++) {
      const logit = logits[at]!;
      if (!(logit < Infinity)) isNumber = false;
      if (logit > largest) largest = logit;
    }
    if (isNumber && largest > -Infinity) continue;
    const row = start / classCount;
    if (isNumber) return { row, found: "no finite logit" };
    const wrong = logits.subarray(start, start + classCount).findIndex((logit) => !(logit < Infinity));
    return { row, found: `${logits[start + wrong]} for class ${wrong}` };
  }
  return undefined;
}

type TopK = Extract<SoftTargetAnswers, { kind: "top-k" }>;

function findWrongTopK({ indices, logits, tailLogits }: TopK, classCount: number): WrongAnswer | undefined {
  const k = logits.length / tailLogits.length;
  const seenIn = new Int32Array(classCount).fill(-1);
  for (let at = 0; at < logits.length; at++) {
    const row = Math.floor(at / k);
    const index = indices[at]!;
    const logit = logits[at]!;
    if (!(index >= 0 && index < classCount)) return { row, found: `class ${index}, of ${classCount} classes` };
    if (seenIn[index] === row) return { row, found: `class ${index} twice` };
    seenIn[index] = row;
    if (!(logit < Infinity)) return { row, found: `${logit} for class ${index}` };
    if (at % k > 0 && logit > logits[at - 1]!) return { row, found: `${logit} behind a smaller logit` };
    if (at % k === 0 && logit === -Infinity) return { row, found: "no finite logit" };
  }
  return undefined;
}

function findWrongTail({ tailLogits }: TopK): WrongAnswer | undefined {
  const row = tailLogits.findIndex((logit) => !(logit < Infinity));
  return row < 0 ? undefined : { row, found: `${tailLogits[row]} for the other classes` };
}
