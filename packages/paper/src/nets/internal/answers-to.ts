import type { Dataset } from "@dark-knowledge/datasets";
import type { OpenTeacherOptions } from "@dark-knowledge/teachers/node";
import { answerNames } from "../../data/answer-names.ts";

/** The kind of the answers to a dataset, and how many each example has. */
export function answersTo(dataset: Dataset): Pick<OpenTeacherOptions, "classCount" | "task"> {
  const { kind } = dataset.targets;
  const task = kind === "numbers" || kind === "several-classes" ? kind : "classes";
  return { classCount: answerNames(dataset).length, task };
}
