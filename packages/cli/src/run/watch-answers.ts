import type { AnswersEvent } from "@dark-knowledge/paper";
import type { Progress } from "../terminal/progress.ts";
import { type ShowDone, showDone } from "./show-done.ts";

const LABELS = {
  transfer: "teacher, transfer set",
  validation: "teacher, validation set",
  test: "teacher, test set",
  "out-of-fold": "teachers of the folds",
};

/** Shows how a teacher answers, part by part, and remembers how many answers there are. */
export function watchAnswers(progress: Progress): {
  readonly onAnswers: (event: AnswersEvent) => void;
  /** The answers to the last part. */
  readonly reached: { readonly done: number; readonly total: number };
} {
  const shown = new Map<string, ShowDone>();
  let reached = { done: 0, total: 0 };
  return {
    onAnswers({ part, done, total, usage, warning }) {
      if (warning !== undefined) progress.warn("teacher", warning);
      const show = shown.get(part) ?? showDone(progress, LABELS[part], "examples");
      shown.set(part, show);
      reached = { done, total };
      show(done, total, usage);
    },
    get reached() {
      return reached;
    },
  };
}
