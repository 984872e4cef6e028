import {
  ArgumentError,
  assertFields,
  assertInteger,
  assertOneOf,
  assertShape,
  type Fields,
} from "@dark-knowledge/core";
import { groupKey } from "./group-nets.ts";
import type { MetricRecord } from "./metric-record.ts";
import { metricsOf } from "./metric-value.ts";
import type { CorrectedFigures, NetRecord } from "./net-record.ts";
import type { RunRecord } from "./run-record.ts";

const RUN: Fields = {
  ...{ experiment: "text", title: "text", command: "text?", spec: "object", versions: "object", backend: "text" },
  ...{ dataset: "object", metrics: "objects?", examples: "objects", failures: "objects?", references: "objects?" },
  ...{ environments: "objects?", extras: "object?", nets: "list" },
};
const ENVIRONMENT: Fields = { settings: "object", stages: "texts" };
const DATASET: Fields = { name: "text", sizes: "figures", classNames: "texts", isHeldOut: "flag?" };
const METRIC: Fields = { key: "text", title: "text", format: "text" };
const FORMATS: readonly MetricRecord["format"][] = ["count", "share", "number"];
const EXAMPLE: Fields = { label: "number", picture: "object?", text: "text?" };
const PICTURE: Fields = { pixels: "numbers", width: "number", height: "number" };
const FAILURE: Fields = { name: "text", message: "text" };
const REFERENCE: Fields = { source: "text", net: "text", metric: "text", value: "number" };
const NET: Fields = {
  ...{ role: "text", name: "text", label: "text?", seed: "number", baseline: "flag?", table: "text?" },
  ...{ teacher: "object?", architecture: "text?", parameters: "number?", transferSize: "number?" },
  ...{ temperature: "number?", omit: "numbers?", only: "numbers?", figures: "figures", fidelity: "figures?" },
  ...{ corrected: "object?", confusion: "rows?", exampleLogits: "rows?", history: "objects?" },
  ...{ seconds: "number?", passes: "number?" },
};

const TEACHER: Fields = { name: "text", seed: "number?" };
const EPOCH: Fields = { epoch: "number", terms: "figures", validation: "figures?" };

/** The names of a record's parts in messages. */
export interface RecordNames {
  /** The prefix of a field of the record: `record.`. */
  readonly run: string;
  /** The prefix of a field of a net. */
  readonly net: (index: number) => string;
}

const IN_MEMORY: RecordNames = { run: "record.", net: (index) => `record.nets[${index}].` };

/**
 * Throws unless every field of a record has the right type and its parts are consistent: labels and classes exist,
 * logits and confusion rows match the number of classes, errors do not exceed the test examples, and each seed occurs
 * once.
 *
 * @param functionName the function that received the record, for the message
 * @throws ArgumentError that names the part
 *
 * @example
 * ```ts
 * import { assertRecord, type RunRecord } from "@dark-knowledge/report";
 *
 * const record: RunRecord = {
 *   experiment: "mine", title: "odd or even", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] },
 *   examples: [],
 *   nets: [{ role: "student", name: "small", seed: 1, figures: { errors: 201 } }],
 * };
 * let message = "";
 * try {
 *   assertRecord("show", record);
 * } catch (error) {
 *   message = (error as Error).message;
 * }
 * message; // => "show: record.nets[0].figures.errors must be a number from 0 to 200 (as sizes.test), got 201"
 * ```
 */
export function assertRecord(functionName: string, record: RunRecord, names: RecordNames = IN_MEMORY): void {
  assertRun(functionName, record, names.run);
  const seen = new Map<string, number>();
  record.nets.forEach((net, index) => {
    const prefix = names.net(index);
    assertNet(functionName, prefix, net, record);
    const key = `${groupKey(net)} ${net.seed}`;
    if (seen.has(key)) {
      const expected = `must differ from that of ${names.net(seen.get(key)!).replace(/[.:\s]+$/, "")}, a net of the same name`;
      fail(functionName, `${prefix}seed`, expected, String(net.seed));
    }
    seen.set(key, index);
  });
}

function assertRun(functionName: string, record: RunRecord, prefix: string): void {
  const check = (path: string, value: object, fields: Fields) =>
    assertFields(functionName, value, fields, { argument: "record", prefix: `${prefix}${path}` });
  check("", record, RUN);
  const { dataset, metrics = [], examples, failures = [], references = [], environments = [] } = record;
  check("dataset.", dataset, DATASET);
  environments.forEach((environment, index) => {
    check(`environments[${index}].`, environment, ENVIRONMENT);
  });
  metrics.forEach((metric, index) => {
    check(`metrics[${index}].`, metric, METRIC);
    assertOneOf(functionName, `${prefix}metrics[${index}].format`, metric.format, FORMATS);
  });
  for (const [index, failure] of failures.entries()) check(`failures[${index}].`, failure, FAILURE);
  for (const [index, reference] of references.entries()) check(`references[${index}].`, reference, REFERENCE);
  examples.forEach((example, index) => {
    const path = `examples[${index}]`;
    check(`${path}.`, example, EXAMPLE);
    assertInteger(functionName, `${prefix}${path}.label`, example.label, { min: 0, below: dataset.classNames.length });
    if (example.picture === undefined) return;
    check(`${path}.picture.`, example.picture, PICTURE);
    const { pixels, width, height } = example.picture;
    assertShape(functionName, `${prefix}${path}.picture.pixels`, [pixels.length], [width * height]);
  });
}

function assertNet(functionName: string, prefix: string, net: NetRecord, record: RunRecord): void {
  const { dataset, examples } = record;
  const classes = dataset.classNames.length;
  assertFields(functionName, net, NET, { argument: prefix.replace(/[.:\s]+$/, ""), prefix });
  assertFigures(functionName, prefix, net, record);
  for (const list of ["omit", "only"] as const) {
    net[list]?.forEach((label, index) => {
      assertInteger(functionName, `${prefix}${list}[${index}]`, label, { min: 0, below: classes });
    });
  }
  const { exampleLogits, corrected, history = [], teacher } = net;
  if (teacher !== undefined) assertFields(functionName, teacher, TEACHER, { prefix: `${prefix}teacher.` });
  history.forEach((epoch, index) => {
    assertFields(functionName, epoch, EPOCH, { prefix: `${prefix}history[${index}].` });
  });
  if (exampleLogits !== undefined) {
    assertShape(functionName, `${prefix}exampleLogits`, [exampleLogits.length], [examples.length], "examples");
    exampleLogits.forEach((logits, index) => {
      assertShape(functionName, `${prefix}exampleLogits[${index}]`, [logits.length], [classes], "classNames");
    });
  }
  if (corrected === undefined) return;
  const inside = { prefix: `${prefix}corrected.` };
  assertFields(functionName, corrected, { byShares: "object", byTestErrors: "object" }, inside);
  for (const [name, own] of [
    ["byShares", { biases: "numbers" }],
    ["byTestErrors", { shift: "number" }],
  ] as const) {
    const path = `${prefix}corrected.${name}.`;
    assertFields(functionName, corrected[name], { figures: "figures", confusion: "rows?", ...own }, { prefix: path });
    assertFigures(functionName, path, corrected[name], record);
  }
  const { length } = corrected.byShares.biases;
  const concerned = (net.only ?? net.omit ?? []).length;
  assertShape(functionName, `${prefix}corrected.byShares.biases`, [length], [concerned], "omit or only");
}

/**
 * Checks that counts do not exceed the size of what they count, and that confusions have a row and a column per class.
 */
function assertFigures(
  functionName: string,
  prefix: string,
  { figures, confusion }: CorrectedFigures,
  record: RunRecord,
): void {
  const { sizes, classNames } = record.dataset;
  for (const { key, format, outOf } of metricsOf(record, [{ figures }])) {
    const [value, size] = [figures[key], outOf === undefined ? undefined : sizes[outOf]];
    const isWithin = value === undefined || Number.isNaN(value) || (value >= 0 && value <= (size ?? Infinity));
    if (format !== "count" || size === undefined || isWithin) continue;
    fail(
      functionName,
      `${prefix}figures.${key}`,
      `must be a number from 0 to ${size} (as sizes.${outOf})`,
      String(value),
    );
  }
  if (confusion === undefined) return;
  const classes = classNames.length;
  const columns = confusion.find((row) => row.length !== classes)?.length ?? classes;
  assertShape(functionName, `${prefix}confusion`, [confusion.length, columns], [classes, classes], "classNames");
}

function fail(functionName: string, argument: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName, argument, expected, received, code: "range" });
}
