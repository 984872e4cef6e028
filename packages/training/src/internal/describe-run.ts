import type { Dataset } from "@dark-knowledge/datasets";
import type { Classifier } from "../classifier.ts";
import type { Optimizer } from "../optimizer.ts";
import type { SchedulePoint } from "../schedule.ts";
import type { TrainingOptions } from "../training-options.ts";
import { fingerprintTopology } from "./fingerprint-topology.ts";
import { fingerprintView } from "./fingerprint-view.ts";
import { isLayersModel } from "./resolve-classifier.ts";

/** Names and values that decide what a training loop does. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/** A run as {@link describeRun} needs to see it. */
export interface DescribedRun {
  readonly functionName: string;
  readonly student: Classifier;
  readonly training: Dataset;
  readonly validation: Dataset | undefined;
  readonly optimizer: Optimizer;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  readonly options: TrainingOptions;
  /** Of the objective. */
  readonly settings: (at: SchedulePoint) => Settings;
}

/** Everything that must be equal for a run to be the same run, as text. What is a function is described as far as it can be. */
export async function describeRun(run: DescribedRun): Promise<Record<string, string>> {
  const { student, validation, optimizer, stepsPerEpoch, options } = run;
  const totalSteps = stepsPerEpoch * options.epochs;
  // Schedules are functions; they are told by their values at the beginning, in the middle and at the end.
  const points = [0, Math.floor(totalSteps / 2), totalSteps - 1].map((step) => ({ step, totalSteps, stepsPerEpoch }));
  return {
    loop: run.functionName,
    epochs: text(options.epochs),
    seed: text(options.seed),
    batchSize: text(run.batchSize),
    dropRemainder: text(options.dropRemainder ?? false),
    jitter: text(options.jitter ?? 0),
    maxNorm: text(options.maxNorm ?? "none"),
    student: isLayersModel(student) ? shortened(await fingerprintTopology(student)) : "a function",
    dataset: shortened(await fingerprintView(run.training)),
    validation: validation === undefined ? "none" : shortened(await fingerprintView(validation)),
    ...along(points.map(run.settings)),
    ...along(
      points.map((at) =>
        Object.fromEntries(Object.entries(optimizer.settings(at)).map(([name, value]) => [`optimizer.${name}`, value])),
      ),
    ),
  };
}

function along(settings: readonly Settings[]): Record<string, string> {
  const names = Object.keys(settings[0]!);
  return Object.fromEntries(
    names.map((name) => [name, [...new Set(settings.map((at) => text(at[name]!)))].join(" … ")]),
  );
}

/** Six digits of a number: the last ones of a cosine are not the same everywhere. */
function text(value: string | number | boolean): string {
  return typeof value === "number" && !Number.isInteger(value) ? String(Number(value.toPrecision(6))) : String(value);
}

/** Enough of a hash to tell two things apart, and short enough for a line. */
function shortened(fingerprint: string): string {
  return fingerprint.slice(0, 16);
}
