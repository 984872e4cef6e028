import { classCounts, classNamesOf, onlyClasses } from "@dark-knowledge/datasets";
import type { ExperimentData } from "../../data/experiment-data.ts";
import { SpecError } from "../../spec/spec-error.ts";

/** The parts of the data that a net learns from, is chosen by and is measured on. */
export type TaskData = Pick<ExperimentData, "training" | "validation" | "test">;

/** Keeps the examples of some classes; all of them if none are named. */
export function taskDataOf({ training, validation, test }: TaskData, classes: readonly number[] | undefined): TaskData {
  if (classes === undefined) return { training, test, ...(validation ? { validation } : {}) };
  return {
    training: onlyClasses(training, classes),
    ...(validation ? { validation: onlyClasses(validation, classes) } : {}),
    test: onlyClasses(test, classes),
  };
}

/** Throws a SpecError unless the data has all classes of a task, and examples of each. */
export function assertTask({ training, validation, test }: TaskData, classes: readonly number[]): void {
  const names = classNamesOf(training);
  const unknown = classes.find((one) => one >= names.length);
  const path = "adaptation.classes";
  if (unknown !== undefined) {
    throw new SpecError(path, `must name classes from 0 to ${names.length - 1}`, String(unknown));
  }
  for (const [part, dataset] of Object.entries({ training, validation, test })) {
    if (dataset === undefined) continue;
    const counts = classCounts(dataset);
    const missing = classes.find((one) => counts[one] === 0);
    if (missing === undefined) continue;
    throw new SpecError(path, `must name classes with examples in the ${part} set`, `${missing} (${names[missing]})`);
  }
}
