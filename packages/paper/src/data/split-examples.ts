import { type Dataset, datasetSize, groupSplit, stratifiedSplit } from "@dark-knowledge/datasets";
import { SpecError } from "../spec/spec-error.ts";
import type { ExperimentData } from "./experiment-data.ts";
import { SPLIT_SEED } from "./internal/split-seed.ts";
import { isLabelled } from "./is-labelled.ts";
import { cutTo } from "./split-off.ts";

/** The number of examples in each part. */
export interface SplitSizes {
  /** Training and validation examples together. Default: all. */
  readonly trainSize?: number | undefined;
  /** Default: a fifth of the labelled examples, or the whole test set if there is one. */
  readonly testSize?: number | undefined;
  /** Default: a tenth of the labelled training examples. */
  readonly validationSize?: number | undefined;
}

/** The examples to split. */
export interface SplitInput extends SplitSizes {
  readonly all: Dataset;
  /** The group of each stored example; groups stay together. */
  readonly groups?: Int32Array | undefined;
  /** A separate test set: then none is split off. */
  readonly test?: Dataset | undefined;
}

/**
 * Splits examples into parts with equal shares of the classes, or with whole groups. Examples without a label are training examples:
 * a distilled student learns from the teacher's answers to them.
 *
 * @throws SpecError when a part would have no labelled example
 */
export function splitExamples(input: SplitInput): ExperimentData {
  const { all, test: own, trainSize } = input;
  const known = labelled(all);
  const testSize = input.testSize ?? Math.floor(datasetSize(known) / 5);
  const { selected, rest } = own
    ? { selected: labelled(own), rest: known }
    : takePart("testSize", known, testSize, input);
  const test = own ? cutTo("testSize", selected, input.testSize) : selected;
  if (datasetSize(test) === 0) throw new SpecError("testSize", "must leave labelled test examples", "none");
  const kept = cutTo("trainSize", rest, trainSize);
  const validationSize = input.validationSize ?? Math.floor(datasetSize(kept) / 10);
  const { selected: validation, rest: training } = takePart("validationSize", kept, validationSize, input);
  return {
    // Examples without a label do not increase a given size.
    training:
      trainSize === undefined ? withUnlabelled(training, input, own ? [validation] : [validation, test]) : training,
    ...(datasetSize(validation) > 0 ? { validation } : {}),
    test,
  };
}

/** Selects the training examples and those without a label, except for groups that are held out. */
function withUnlabelled(training: Dataset, { all, groups }: SplitInput, heldOut: readonly Dataset[]): Dataset {
  const held = new Set<number>();
  for (const { rows } of groups ? heldOut : []) for (const row of rows) held.add(groups![row]!);
  const more = all.rows.filter((row) => !isLabelled(all.targets, row) && !(groups && held.has(groups[row]!)));
  const rows = new Int32Array(training.rows.length + more.length);
  rows.set(training.rows);
  rows.set(more, training.rows.length);
  return { ...training, rows: rows.sort() };
}

function takePart(path: string, dataset: Dataset, size: number, { groups, validationSize }: SplitInput) {
  const available = datasetSize(dataset);
  if (size >= available) throw new SpecError(path, `must be below the ${available} labelled examples`, String(size));
  const parts = groups
    ? groupSplit(dataset, { groups, size, seed: SPLIT_SEED })
    : stratifiedSplit(dataset, { size, seed: SPLIT_SEED });
  // No validation set was requested, and a run does not need one.
  const isWanted = size > 0 && (path === "testSize" || validationSize !== undefined);
  if (!isWanted || datasetSize(parts.selected) > 0) return parts;
  throw new SpecError("data.group", `must have a group of at most ${size} examples (${path})`, "larger ones only");
}

function labelled(dataset: Dataset): Dataset {
  return { ...dataset, rows: dataset.rows.filter((row) => isLabelled(dataset.targets, row)) };
}
