import {
  assertFields,
  assertInteger,
  assertNumber,
  assertOneOf,
  type Fields,
  formatValue,
  type GivenAs,
} from "@dark-knowledge/core";
import type { GivenAnswers } from "./given-answers.ts";
import { areProbs } from "./internal/check-given.ts";
import { type GivenError, givenError } from "./internal/given-error.ts";
import { takeDense } from "./internal/take-dense.ts";
import { takeTopK } from "./internal/take-top-k.ts";
import { SOFT_TARGET_TASKS, type SoftTargetTask } from "./manifest.ts";
import type { SoftTargetAnswers } from "./soft-targets.ts";

/** Options of {@link takeAnswers}. */
export interface TakeAnswersOptions {
  /** The number of classes; of numbers that of the outputs. */
  readonly classCount: number;
  /** The kind of answer. Default: numbers where they are given as such, else those of one class each. */
  readonly task?: SoftTargetTask | undefined;
  /** Called with one line when the answers may not be what they are said to be. */
  readonly onWarning?: ((line: string) => void) | undefined;
}

/** Answers that have been checked, in the form in which a store keeps them. */
export interface TakenAnswers {
  /** In the order given. */
  readonly ids: Float64Array;
  /** Logits at temperature 1, or numbers as they are; a row for each id. */
  readonly answers: SoftTargetAnswers;
  readonly givenAs: GivenAs;
}

const GIVEN: Fields = {
  ...{ logits: "values?", probs: "values?", logProbs: "values?", topK: "object?", numbers: "values?" },
  ...{ ids: "values?", source: "text?", rowNumbers: "values?" },
};
const KINDS = ["logits", "probs", "logProbs", "topK", "numbers"] as const;
/** The kinds of answers that fit a task. */
const KINDS_OF: Readonly<Record<SoftTargetTask, readonly string[]>> = {
  classes: ["logits", "probs", "logProbs", "topK"],
  "several-classes": ["logits", "probs"],
  numbers: ["numbers"],
};

/**
 * Checks existing answers and converts them to logits at temperature 1, as a store keeps them: probabilities p made at
 * temperature T become `T · log p`, those of several classes `T · log(p / (1 − p))`, as `logOddsOfProbs` makes them. Numbers stay as they are.
 *
 * @param functionName the exported function that errors are to name
 * @returns new arrays
 * @throws ArgumentError that names the row when one is not what it is said to be: NaN, probabilities that are negative or do not sum to 1 within
 *   0.001, a class that comes twice, an id that comes twice
 *
 * @example
 * ```ts
 * import { takeAnswers } from "@dark-knowledge/soft-targets";
 *
 * const { answers } = takeAnswers("example", { probs: [0.25, 0.75, 1, 0] }, { classCount: 2 });
 * Array.from(answers.logits); // ≈ [-1.38629, -0.28768, 0, -87.33655]
 * ```
 */
export function takeAnswers(functionName: string, given: GivenAnswers, options: TakeAnswersOptions): TakenAnswers {
  assertFields(functionName, options, { onWarning: "function?" });
  assertFields(functionName, given, GIVEN, { argument: "answers" });
  const { classCount, task, onWarning } = options;
  assertInteger(functionName, "classCount", classCount, { min: 1 });
  if (task !== undefined) assertOneOf(functionName, "task", task, SOFT_TARGET_TASKS);
  const { temperature = 1, source } = given;
  const kinds = KINDS.filter((kind) => given[kind] !== undefined);
  const [kind = "answers"] = kinds;
  const error = givenError(functionName, kind, given);
  if (kind === "answers" || kinds.length > 1) {
    return error.argument("answers", `must be one of ${KINDS.join(", ")}`, kinds.join(" and ") || "none");
  }
  assertNumber(functionName, "temperature", temperature, { above: 0 });
  if (task !== undefined && !KINDS_OF[task].includes(kind)) {
    return error.argument("answers", `must be ${KINDS_OF[task].join(" or ")} for the task ${task}`, kind);
  }
  const isIndependent = task === "several-classes";
  const isFixed = kind === "logits" || kind === "topK" || kind === "numbers";
  if (isFixed && temperature !== 1) error.argument("temperature", `must be left out with ${kind}`, String(temperature));
  if (kind === "topK") assertFields(functionName, given.topK, topKFields(given.topK!), { prefix: "topK." });
  const answers =
    kind === "topK"
      ? takeTopK(given.topK!, classCount, error)
      : takeDense(kind, given[kind]!, { classCount, temperature, isIndependent }, error);
  const rows = answers.kind === "dense" ? answers.logits.length / classCount : answers.tailLogits.length;
  const ids = takeIds(given.ids ?? Array.from({ length: rows }, (_, row) => row), rows, error);
  if (kind === "logits" && !isIndependent && areProbs(answers.logits, classCount)) {
    onWarning?.(
      `${functionName}: the logits${source === undefined ? "" : ` of ${source}`} are not negative and sum to one in each row; if they are probabilities, give them as probs`,
    );
  }
  const isTopProbs = kind === "topK" && "probs" in given.topK!;
  if (kind !== "topK") return { ids, answers, givenAs: { kind, temperature } };
  return { ids, answers, givenAs: { kind: isTopProbs ? "probs" : "logits", temperature, topK: true } };
}

function takeIds(given: ArrayLike<number>, rows: number, error: GivenError): Float64Array {
  if (given.length !== rows) error.argument("ids", `must be one for each of ${rows} rows`, String(given.length));
  const seen = new Set<number>();
  return Float64Array.from(given, (id, row) => {
    if (!Number.isSafeInteger(id) || id < 0) error.row(row, "must have an integer id, at least 0", formatValue(id));
    if (seen.has(id)) error.row(row, "must have an id of its own", String(id));
    seen.add(id);
    return id;
  });
}

function topKFields(topK: object): Fields {
  if ("probs" in topK) return { indices: "values", probs: "values", k: "number" };
  return { indices: "values", logits: "values", tailLogits: "values" };
}
