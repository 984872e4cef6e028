import type { SchedulePoint } from "../schedule.ts";
import { bytesOf } from "./bytes-of.ts";
import { fingerprintTopology } from "./fingerprint-topology.ts";
import { fingerprintView } from "./fingerprint-view.ts";
import type { Objective } from "./objective.ts";
import { isLayersModel } from "./resolve-classifier.ts";
import type { Run } from "./run.ts";
import type { Settings } from "./settings.ts";
import { sha256Hex } from "./sha256.ts";

/**
 * Everything that must be equal for a run to be the same run, as text. What is a function is described as far as it can be.
 *
 * @param epochs of the run, for what a run would be with more or fewer
 */
export async function describeRun(
  run: Run,
  objective: Objective,
  epochs: number = run.options.epochs,
): Promise<Record<string, string>> {
  const { student, validation, optimizer, stepsPerEpoch, weights, variables, options } = run;
  const totalSteps = stepsPerEpoch * epochs;
  // Schedules are functions; they are identified by their values at the start, in the middle and at the end.
  const points = [0, Math.floor(totalSteps / 2), totalSteps - 1].map((step) => ({ step, totalSteps, stepsPerEpoch }));
  const plan = Object.fromEntries(
    Object.entries(options.plan?.settings ?? {}).map(([name, value]) => [`plan.${name}`, text(value)]),
  );
  const ofOptimizer = (at: SchedulePoint) =>
    Object.fromEntries(Object.entries(optimizer.settings(at)).map(([name, value]) => [`optimizer.${name}`, value]));
  return {
    loop: run.functionName,
    epochs: text(epochs),
    seed: text(options.seed),
    batchSize: text(run.batchSize),
    dropRemainder: text(options.dropRemainder ?? false),
    jitter: text(options.jitter ?? 0),
    // Of a custom function its name.
    ...(options.augment?.length ? { augment: JSON.stringify(options.augment) } : {}),
    maxNorm: text(options.maxNorm ?? "none"),
    student: isLayersModel(student) ? shortened(await fingerprintTopology(student)) : "a function",
    variables: variables.map((variable) => weights.indexOf(variable)).join(", "),
    dataset: shortened(await fingerprintView(run.training)),
    ...(run.task.classWeights ? { classWeights: shortened(await sha256Hex(bytesOf(run.task.classWeights))) } : {}),
    validation: validation === undefined ? "none" : shortened(await fingerprintView(validation)),
    metrics: (options.metrics ?? []).map(({ name }) => name).join(", ") || "none",
    keepBest: run.best ?? "none",
    undoSoftmax: text(options.undoSoftmax ?? false),
    views: objective.augmentationSeeds?.join(", ") ?? "its own",
    ...plan,
    ...along(points.map((at) => objective.settings?.(at) ?? {})),
    ...along(points.map(ofOptimizer)),
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
