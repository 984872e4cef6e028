import { ArgumentError, assertInteger, assertOneOf, assertShape, formatValue } from "@dark-knowledge/core";
import type { EvaluationRecord, ModelRecord, ModelRole, RunRecord, SoftTargetExample } from "../run-record.ts";

/** The roles in the order in which every table and chart shows them. */
export const ROLES: readonly ModelRole[] = ["teacher", "hard", "distilled"];

/** Throws an ArgumentError that names the faulty part, unless the parts of `record` fit together. */
export function assertRecord(functionName: string, record: RunRecord): void {
  const classes = record.dataset.classNames.length;
  assertInteger(functionName, "record.dataset.classNames.length", classes, { min: 1 });
  assertInteger(functionName, "record.models.length", record.models.length, { min: 1 });
  const size = record.models[0]?.runs[0]?.evaluation.size;
  record.models.forEach((model, index) => {
    const path = `record.models[${index}]`;
    assertOneOf(functionName, `${path}.role`, model.role, ROLES);
    if (record.models.findIndex(({ role }) => role === model.role) < index) {
      failRange(functionName, `${path}.role`, "must differ from the roles before it", formatValue(model.role));
    }
    assertRuns(functionName, path, model);
    model.runs.forEach(({ evaluation }, run) => {
      assertEvaluation(functionName, `${path}.runs[${run}].evaluation`, evaluation, classes, size);
    });
  });
  record.examples.forEach((example, index) => {
    assertExample(functionName, `record.examples[${index}]`, example, classes);
  });
}

function assertRuns(functionName: string, path: string, { runs }: ModelRecord): void {
  assertInteger(functionName, `${path}.runs.length`, runs.length, { min: 1 });
  const seeds = runs.map(({ seed }) => seed);
  const repeated = seeds.find((seed, index) => seeds.indexOf(seed) < index);
  if (repeated !== undefined) {
    failRange(functionName, `${path}.runs`, "must have each seed once", `seed ${repeated} twice`);
  }
}

function assertEvaluation(
  functionName: string,
  path: string,
  { size, errors, confusion }: EvaluationRecord,
  classes: number,
  sharedSize: number | undefined,
): void {
  assertInteger(functionName, `${path}.size`, size, { min: 1 });
  if (size !== sharedSize) {
    failRange(functionName, `${path}.size`, `must be ${sharedSize} (as record.models[0])`, formatValue(size));
  }
  assertInteger(functionName, `${path}.errors`, errors, { min: 0, max: size });
  const columns = confusion.find((row) => row.length !== classes)?.length ?? classes;
  const shape = [confusion.length, columns];
  assertShape(functionName, `${path}.confusion`, shape, [classes, classes], "record.dataset.classNames");
}

function assertExample(functionName: string, path: string, example: SoftTargetExample, classes: number): void {
  const { teacherLogits, studentLogits, hardLogits } = example;
  assertPicture(functionName, path, example, classes);
  for (const [name, logits] of Object.entries({ teacherLogits, studentLogits, hardLogits })) {
    if (logits === undefined) continue;
    assertShape(functionName, `${path}.${name}`, [logits.length], [classes], "record.dataset.classNames");
    const largest = Math.max(...logits);
    if (!Number.isFinite(largest)) {
      failRange(functionName, `${path}.${name}`, "must have a finite largest value", formatValue(largest));
    }
  }
}

/** Throws unless an example has a picture of its size and a label. */
export function assertPicture(
  functionName: string,
  path: string,
  { width, height, pixels, label }: Pick<SoftTargetExample, "width" | "height" | "pixels" | "label">,
  classes: number,
): void {
  assertInteger(functionName, `${path}.width`, width, { min: 1 });
  assertInteger(functionName, `${path}.height`, height, { min: 1 });
  assertShape(functionName, `${path}.pixels`, [pixels.length], [width * height]);
  assertInteger(functionName, `${path}.label`, label, { min: 0, below: classes });
}

function failRange(functionName: string, argument: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName, argument, expected, received, code: "range" });
}
