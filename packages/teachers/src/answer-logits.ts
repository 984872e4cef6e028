import {
  assertFields,
  assertInteger,
  assertNumber,
  assertOneOf,
  formatValue,
  type GivenAs,
} from "@dark-knowledge/core";
import type { AnswerTask, TeacherAnswer } from "./external-teacher.ts";
import { ANSWER_FORMS, ANSWER_TASKS } from "./internal/answer-forms.ts";
import { fail, NAME, type Sheet } from "./internal/answer-sheet.ts";
import { fillLogits, fillProbs, fillTopKLogits, fillTopKProbs } from "./internal/fill-answers.ts";
import { fillFinite } from "./internal/fill-finite.ts";
import { fillLabelProbs } from "./internal/fill-label-probs.ts";

/** Options of {@link answerLogits}. */
export interface AnswerLogitsOptions {
  /** Examples that were asked about. */
  readonly rows: number;
  /** Classes, or outputs, of the teacher. */
  readonly classCount: number;
  /** Names the examples in errors. Default: 0, 1, 2 and so on. */
  readonly ids?: ArrayLike<number>;
  /** The kind of the targets. Default: "classes", of which an example has one. */
  readonly task?: AnswerTask;
}

/** Result of {@link answerLogits}. */
export interface AnsweredLogits {
  /** `[rows, classCount]`, of numbers these in the unit of the data; NaN for an example without an answer. */
  readonly logits: Float32Array;
  /** How many examples have no answer. */
  readonly unanswered: number;
  /** The form in which the answer came. */
  readonly givenAs: GivenAs;
}

/**
 * Brings what a teacher says to one form, logits at temperature 1 that any softmax gives its probabilities back from.
 *
 * - Logits stay as they are.
 * - Probabilities that a softmax made at temperature T become `T · log max(p, 2⁻¹²⁶)`.
 * - Of top-k probabilities the rest of the mass goes to the other classes in equal parts, `T · log(m / (classCount − k))`.
 * - Of top-k logits with a tail the other classes get `tail − log(classCount − k)` each, without one −∞.
 *
 * Of several classes, of which none excludes another, logits are finite, and probabilities, each from 0 to 1, become `T · log(p / (1 − p))` with p kept
 * from 2⁻¹²⁶ to 1 − 2⁻²⁴. Numbers of a regression stay as they are, and stand where logits would.
 *
 * @returns new arrays
 * @throws ArgumentError when the answer has no form of the task, rows or classes are not as many as they have to be, a number is NaN or +∞, probabilities
 *   are negative or do not sum to one, or all rows of logits look like probabilities
 *
 * @example
 * ```ts
 * import { answerLogits } from "@dark-knowledge/teachers";
 *
 * const answer = { topKProbs: { indices: [[2], [0]], probs: [[0.8], [1]] } };
 * const { logits } = answerLogits(answer, { rows: 2, classCount: 3 });
 * Array.from(logits.subarray(0, 3), Math.exp); // ≈ [0.1, 0.1, 0.8]
 * ```
 */
export function answerLogits(answer: TeacherAnswer, options: AnswerLogitsOptions): AnsweredLogits {
  assertFields(NAME, options, { ids: "values?" });
  const { rows, classCount, ids, task = "classes" } = options;
  assertOneOf(NAME, "task", task, ANSWER_TASKS);
  assertInteger(NAME, "rows", rows, { min: 0 });
  assertInteger(NAME, "classCount", classCount, { min: 1 });
  const parts = { unanswered: "list?", topKLogits: "object?", topKProbs: "object?" } as const;
  // A typed array of marks is as good as a list.
  const marks: unknown = (answer as TeacherAnswer | undefined)?.unanswered;
  const checked = ArrayBuffer.isView(marks) ? { ...answer, unanswered: undefined } : answer;
  assertFields(NAME, checked, parts, { argument: "answer", prefix: "answer." });
  const sheet: Sheet = {
    rows,
    classCount,
    nameOf: (row) => `example ${ids === undefined ? row : ids[row]}`,
    isSkipped: (row) => Boolean(answer.unanswered?.[row]),
    logits: new Float32Array(rows * classCount),
  };
  if (answer.unanswered !== undefined && answer.unanswered.length !== rows) {
    fail(
      "answer.unanswered",
      `must have length ${rows} (as there are examples)`,
      `${answer.unanswered.length}`,
      "shape",
    );
  }
  const nested = Array.isArray(marks) && marks.find((mark) => typeof mark === "object" && mark !== null);
  if (nested) fail("answer.unanswered", "must have one mark for each example", formatValue(nested), "dtype");
  const form = fill(answer, task, sheet);
  let unanswered = 0;
  for (let row = 0; row < rows; row++) {
    if (!sheet.isSkipped(row)) continue;
    unanswered++;
    sheet.logits.fill(NaN, row * classCount, (row + 1) * classCount);
  }
  return { logits: sheet.logits, unanswered, givenAs: answer.givenAs ?? form };
}

function fill(answer: TeacherAnswer, task: AnswerTask, sheet: Sheet): GivenAs {
  const temperature = ("temperature" in answer ? answer.temperature : undefined) ?? 1;
  assertNumber(NAME, "answer.temperature", temperature, { above: 0 });
  if ("numbers" in answer && task === "numbers") {
    fillFinite("numbers", answer.numbers, sheet);
    return { kind: "numbers", temperature: 1 };
  }
  if ("logits" in answer && task !== "numbers") {
    if (task === "classes") fillLogits(answer.logits, sheet);
    else fillFinite("logits", answer.logits, sheet);
    return { kind: "logits", temperature: 1 };
  }
  if ("probs" in answer && task !== "numbers") {
    const fillRows = task === "classes" ? fillProbs : fillLabelProbs;
    fillRows(answer.probs, temperature, sheet);
    return { kind: "probs", temperature };
  }
  return task === "classes" ? fillTopK(answer, temperature, sheet) : refuse(answer, task);
}

function fillTopK(answer: TeacherAnswer, temperature: number, sheet: Sheet): GivenAs {
  if ("topKLogits" in answer && answer.topKLogits) {
    fillTopKLogits(answer.topKLogits, sheet);
    return { kind: "logits", temperature: 1, topK: true };
  }
  if ("topKProbs" in answer && answer.topKProbs) {
    fillTopKProbs(answer.topKProbs, temperature, sheet);
    return { kind: "probs", temperature, topK: true };
  }
  return refuse(answer, "classes");
}

function refuse(answer: TeacherAnswer, task: AnswerTask): never {
  const received = Object.keys(answer).join(", ") || "nothing";
  fail("answer", `must have ${ANSWER_FORMS[task]} for targets of kind "${task}"`, received, "dtype");
}
