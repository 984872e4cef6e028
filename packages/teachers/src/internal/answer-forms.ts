import type { AnswerTask } from "../external-teacher.ts";

/** The forms that an answer may have, by the kind of the targets. */
export const ANSWER_FORMS: Readonly<Record<AnswerTask, string>> = {
  classes: "logits, probs, topKLogits or topKProbs",
  "several-classes": "logits or probs",
  numbers: "numbers",
};

/** The kinds of targets that a teacher may answer for. */
export const ANSWER_TASKS: readonly AnswerTask[] = Object.keys(ANSWER_FORMS) as AnswerTask[];
