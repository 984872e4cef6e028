import { assertOneOf, assertOptions, formatShape, type OptionNames } from "@dark-knowledge/core";
import { readRegularFile } from "@dark-knowledge/core/node";
import { type NpyArray, readNpy, readNpz } from "@dark-knowledge/datasets";
import { loadTable } from "@dark-knowledge/datasets/node";
import type { AnswerKind, GivenAnswers } from "@dark-knowledge/soft-targets";
import { readAnswerTable } from "./internal/read-answer-table.ts";

/** Options of {@link loadAnswers}. */
export interface LoadAnswersOptions {
  /** The meaning of the numbers. */
  readonly kind: AnswerKind;
  /** The column of the ids; `id` where there is one, otherwise rows are counted from 0. */
  readonly idColumn?: string;
  /** The column of the answers, if it has a list per row. Default: every other column is a class. */
  readonly column?: string;
  /** The names of the classes, or of the outputs of numbers, in order. Default: those of the columns, or 0, 1, 2, …. */
  readonly classNames?: readonly string[];
}

/** Answers for `importSoftTargets`. */
export interface LoadedAnswers extends GivenAnswers {
  readonly classNames: readonly string[];
}

/** As which names an `.npz` file may have an array of answers. */
const ARRAY_NAMES: Readonly<Record<AnswerKind, readonly string[]>> = {
  logits: ["logits"],
  probs: ["probs"],
  logProbs: ["logProbs", "log_probs", "logprobs"],
  numbers: ["numbers", "predictions"],
};

/**
 * Reads answers from a file, by the end of its name: `.npy`, `.npz` with the ids as `ids`, or a table as `loadTable` of the datasets package reads it
 * (`.csv`, `.tsv`, `.jsonl`, `.parquet`, `.arrow`), with a column for each class or one of lists.
 *
 * @returns what `importSoftTargets` takes, and `distill` in place of a teacher; the rows are checked there
 * @throws Error that names the file, and the row and column where there are some, when it cannot be read
 *
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { importSoftTargets } from "@dark-knowledge/soft-targets/node";
 * import { loadAnswers } from "@dark-knowledge/training/node";
 *
 * const folder = mkdtempSync(`${tmpdir()}/answers-`);
 * writeFileSync(`${folder}/answers.csv`, "id,cat,dog\n7,0.5,0.5\n3,0.125,0.875\n");
 * const answers = await loadAnswers(`${folder}/answers.csv`, { kind: "probs" });
 * answers.classNames; // => ["cat", "dog"]
 * (await importSoftTargets(`${folder}/store`, answers)).answers; // => 2
 * ```
 */
export async function loadAnswers(path: string, options: LoadAnswersOptions): Promise<LoadedAnswers> {
  assertOptions<LoadAnswersOptions>(NAME, options, OPTIONS);
  assertOneOf(NAME, "kind", options.kind, ["logits", "probs", "logProbs", "numbers"]);
  const { kind, classNames } = options;
  const isNpy = path.endsWith(".npy");
  if (!isNpy && !path.endsWith(".npz")) {
    const { values, ...rest } = readAnswerTable(NAME, await loadTable(path), options);
    return { ...rest, source: path, [kind]: values };
  }
  const bytes = await readRegularFile(path, Number.MAX_SAFE_INTEGER).catch((cause) => {
    throw new Error(`${NAME}: ${path} cannot be read (${cause.code})`, { cause });
  });
  const arrays = isNpy ? { answers: readNpy(bytes, { source: path }) } : readNpz(bytes, { source: path });
  const columns = kind === "numbers" ? "outputs" : "classes";
  const { shape, values } = answersIn(path, arrays, kind);
  const { ids } = arrays as Readonly<Record<string, NpyArray>>;
  const names = classNames ?? Array.from({ length: shape[1]! }, (_, index) => String(index));
  if (names.length !== shape[1]) {
    throw new Error(
      `${NAME}: ${path} has ${shape[1]} ${columns}, and classNames has ${names.length}; name each of them`,
    );
  }
  return { classNames: names, source: path, [kind]: values, ...(ids === undefined ? {} : { ids: ids.values }) };
}

const NAME = "loadAnswers";

const OPTIONS: OptionNames<LoadAnswersOptions> = { kind: true, idColumn: true, column: true, classNames: true };

function answersIn(path: string, arrays: Readonly<Record<string, NpyArray>>, kind: AnswerKind): NpyArray {
  const names = Object.keys(arrays);
  const known = ARRAY_NAMES[kind].find((name) => names.includes(name));
  const [only, second] = names.filter((name) => name !== "ids");
  if (known === undefined && second !== undefined) {
    throw new Error(`${NAME}: ${path} has the arrays ${names.join(", ")}; call the answers ${ARRAY_NAMES[kind][0]}`);
  }
  const found = arrays[known ?? only ?? ""];
  if (found?.shape.length === 2) return found;
  // Of one output: [examples].
  if (found?.shape.length === 1 && kind === "numbers") return { ...found, shape: [found.shape[0]!, 1] };
  const problem = found === undefined ? "has no array" : `has an array of shape ${formatShape(found.shape)}`;
  throw new Error(`${NAME}: ${path} ${problem}; save one of shape [examples, classes]`);
}
