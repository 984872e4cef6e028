import { assertFields, assertOptions } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { Student } from "@dark-knowledge/training";

/** Options of {@link answerColumns}. */
export interface AnswerColumnsOptions {
  /** Whether the answers are for programs: whole numbers and all probabilities. Default: rounded, for a table. */
  readonly json?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Returns a student's answer to each example as the columns of a table: its class, its classes or its numbers.
 *
 * @example
 * ```ts no-run
 * import { answerColumns } from "@dark-knowledge/paper";
 * import { loadExamples, loadStudent } from "@dark-knowledge/training/node";
 *
 * const student = await loadStudent("runs/letters/student");
 * const { dataset } = await loadExamples(student.description, "letters.csv");
 * const [first] = await answerColumns(student, dataset); // { class: "T", probability: "0.9713" }
 * ```
 */
export async function answerColumns(
  student: Student,
  dataset: Dataset,
  options: AnswerColumnsOptions = {},
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  assertOptions<AnswerColumnsOptions>("answerColumns", options, { json: true, signal: true });
  const fields = { description: "object", predict: "function" } as const;
  assertFields("answerColumns", student, fields, { argument: "student", prefix: "student." });
  const { json = false, ...predicting } = options;
  const { task, classNames, outputs } = student.description;
  const named = (probs: Float64Array) =>
    json ? { probs: Object.fromEntries(classNames.map((name, at) => [name, probs[at]])) } : {};
  if (task === "numbers" && outputs?.variances) {
    const answers = await student.predictGaussians(dataset, predicting);
    return answers.map((gaussians) => {
      const of = (part: "mean" | "deviation", suffix = "") =>
        Object.fromEntries(Object.entries(gaussians).map(([name, own]) => [`${name}${suffix}`, own[part]]));
      if (json) return { numbers: of("mean"), deviations: of("deviation") };
      return shortNumbers({ ...of("mean"), ...of("deviation", " deviation") });
    });
  }
  if (task === "numbers") {
    const answers = await student.predictNumbers(dataset, predicting);
    return json ? answers.map((numbers) => ({ numbers })) : answers.map(shortNumbers);
  }
  if (task === "several-classes") {
    const answers = await student.predictLabels(dataset, predicting);
    return answers.map(({ labels, probs }) => ({ classes: json ? labels : labels.join(";"), ...named(probs) }));
  }
  const answers = await student.predict(dataset, predicting);
  return answers.map(({ label, prob, probs }) => {
    return { class: label, probability: json ? prob : prob.toFixed(4), ...named(probs) };
  });
}

/** Numbers with as many digits as a float32 has. */
function shortNumbers(numbers: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, String(Number(value.toPrecision(7)))]),
  );
}
