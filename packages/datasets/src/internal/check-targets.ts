import {
  assertInteger,
  assertNumber,
  assertOneOf,
  assertOptions,
  formatValue,
  type OptionNames,
} from "@dark-knowledge/core";
import { assertScale } from "../scale.ts";
import type { ClassTargets, NumberTargets, PositionTargets, SeveralClassTargets, Targets } from "../targets.ts";
import type { ScaleTransform } from "../transform.ts";
import { type ArgumentPath, assertFinite, assertRoom, checkOffsets, checkShape, describe } from "./check-column.ts";
import { checkWeights } from "./check-weights.ts";
import { fail } from "./fail.ts";
import { product } from "./product.ts";

const NAME = "createDataset";

const OF_CLASSES = { kind: true, labels: true, classNames: true, classWeights: true } as const;

/** The fields of each kind of targets. */
const NAMES: { readonly [Kind in Targets["kind"]]: OptionNames<Extract<Targets, { readonly kind: Kind }>> } = {
  classes: OF_CLASSES,
  "several-classes": OF_CLASSES,
  positions: { ...OF_CLASSES, shape: true, offsets: true, ignored: true },
  numbers: { kind: true, values: true, names: true, known: true, scale: true, variances: true },
  none: { kind: true },
};

/** Checks everything about targets for `count` examples. Returns them with lists of their own and arrays that are the caller's. */
export function checkTargets(targets: Targets, count: number, path: ArgumentPath): Targets {
  const kinds = ["classes", "several-classes", "positions", "numbers", "none"] as const;
  assertOneOf(NAME, path("kind"), targets?.kind, kinds);
  assertOptions<Targets>(`${NAME}: targets`, targets, NAMES[targets.kind] as OptionNames<Targets>);
  if (targets.kind === "none") return { kind: "none" };
  if (targets.kind === "numbers") return checkNumbers(targets, count, path);
  const classNames = checkNames(path("classNames"), "class", targets.classNames);
  if (targets.classWeights !== undefined) {
    checkWeights(path("classWeights"), targets.classWeights, classNames.length, "classes");
  }
  if (targets.kind === "classes") checkLabels(targets, count, path);
  if (targets.kind === "several-classes") checkSeveral(targets, count, path);
  if (targets.kind === "positions") return { ...checkPositions(targets, count, path), classNames };
  return { ...targets, classNames };
}

function checkLabels({ labels, classNames }: ClassTargets, count: number, path: ArgumentPath): void {
  const argument = path("labels");
  if (!(labels instanceof Int32Array)) {
    fail(NAME, "dtype", argument, "must be an Int32Array of class numbers", describe(labels));
  }
  if (labels.length !== count) {
    const isOneHot = labels.length === count * classNames.length;
    const expected = `must have length ${count} (a class number for each example${isOneHot ? ", not a one-hot row" : ""})`;
    fail(NAME, "shape", argument, expected, String(labels.length));
  }
  const { length } = classNames;
  const wrong = labels.findIndex((label) => label < -1 || label >= length);
  if (wrong >= 0) assertInteger(NAME, `${argument}[${wrong}]`, labels[wrong], { min: -1, below: length });
}

function checkSeveral({ labels, classNames }: SeveralClassTargets, count: number, path: ArgumentPath): void {
  const argument = path("labels");
  const { length } = classNames;
  if (!(labels instanceof Int8Array)) {
    fail(NAME, "dtype", argument, "must be an Int8Array of 1, 0 and -1", describe(labels));
  }
  if (labels.length !== count * length) {
    const expected = `must have length ${count * length} (${count} examples, ${length} classes)`;
    fail(NAME, "shape", argument, expected, String(labels.length));
  }
  const wrong = labels.findIndex((label) => label < -1 || label > 1);
  if (wrong >= 0) assertInteger(NAME, `${argument}[${wrong}]`, labels[wrong], { min: -1, max: 1 });
}

function checkPositions(targets: PositionTargets, count: number, path: ArgumentPath): PositionTargets {
  const { labels, offsets, ignored } = targets;
  const argument = path("labels");
  if (!(labels instanceof Int32Array || labels instanceof Uint8Array)) {
    fail(NAME, "dtype", argument, "must be a Uint8Array or an Int32Array of class numbers", describe(labels));
  }
  const shape = checkShape(path("shape"), targets.shape, 0);
  assertRoom(path("shape"), shape, labels.length);
  if (offsets === undefined) {
    const expected = count * product(shape);
    if (labels.length !== expected) {
      fail(NAME, "shape", argument, `must have length ${expected} (${count} examples)`, String(labels.length));
    }
  } else {
    checkOffsets(path("offsets"), offsets, labels.length / product(shape), argument);
    if (offsets.length !== count + 1) {
      fail(NAME, "shape", path("offsets"), `must be of ${count} examples`, String(offsets.length - 1));
    }
  }
  const { length } = targets.classNames;
  assertInteger(NAME, path("ignored"), ignored);
  if (ignored >= 0 && ignored < length) {
    fail(NAME, "range", path("ignored"), `must be no class number (0 to ${length - 1})`, String(ignored));
  }
  const wrong = labels.findIndex((label) => (label < 0 || label >= length) && label !== ignored);
  if (wrong >= 0) {
    const expected = `must be a class number below ${length} or ${ignored} (ignored)`;
    fail(NAME, "range", `${argument}[${wrong}]`, expected, String(labels[wrong]));
  }
  return { ...targets, shape };
}

function checkNumbers(targets: NumberTargets, count: number, path: ArgumentPath): NumberTargets {
  const { values, known, scale, variances } = targets;
  const names = checkNames(path("names"), "output", targets.names);
  const length = count * names.length;
  const expected = `must have length ${length} (${count} examples, ${names.length} outputs)`;
  if (!(values instanceof Float32Array)) {
    fail(NAME, "dtype", path("values"), "must be a Float32Array", describe(values));
  }
  if (values.length !== length) fail(NAME, "shape", path("values"), expected, String(values.length));
  if (scale !== undefined) checkTargetScale(NAME, path("scale"), scale, names.length);
  if (variances !== undefined && typeof variances !== "boolean") {
    fail(NAME, "dtype", path("variances"), "must be true or false", formatValue(variances));
  }
  if (known === undefined) {
    assertFinite(path("values"), values);
    return { ...targets, names };
  }
  if (!(known instanceof Uint8Array)) fail(NAME, "dtype", path("known"), "must be a Uint8Array", describe(known));
  if (known.length !== length) fail(NAME, "shape", path("known"), expected, String(known.length));
  known.forEach((isKnown, index) => {
    assertInteger(NAME, `${path("known")}[${index}]`, isKnown, { min: 0, max: 1 });
    if (isKnown === 1) assertNumber(NAME, `${path("values")}[${index}]`, values[index]);
  });
  return { ...targets, names };
}

/** Throws unless a scale has numbers for so many outputs. */
export function checkTargetScale(functionName: string, path: string, scale: ScaleTransform, outputs: number): void {
  if (typeof scale !== "object" || scale === null || scale.kind !== "scale" || scale.version !== 1) {
    fail(functionName, "dtype", path, "must be a scale", formatValue(scale));
  }
  assertScale(functionName, `${path}.`, scale);
  for (const name of ["subtract", "divide"] as const) {
    const numbers = scale[name];
    if (typeof numbers === "number" || numbers.length === outputs) continue;
    fail(
      functionName,
      "shape",
      `${path}.${name}`,
      `must have ${outputs} numbers (one for each output)`,
      String(numbers.length),
    );
  }
}

/** Checks for different, non-empty names: classes and outputs are identified by them. */
function checkNames(argument: string, thing: string, names: unknown): readonly string[] {
  if (!Array.isArray(names)) fail(NAME, "dtype", argument, "must be a list of names", formatValue(names));
  const list: readonly string[] = Array.from(names);
  if (list.length === 0) fail(NAME, "shape", argument, `must name at least one ${thing}`, "0");
  const seen = new Set<string>();
  list.forEach((name, index) => {
    if (typeof name !== "string") {
      fail(NAME, "dtype", `${argument}[${index}]`, "must be a string", formatValue(name));
    }
    if (seen.has(name)) {
      fail(NAME, "range", `${argument}[${index}]`, "must differ from the names before", formatValue(name));
    }
    seen.add(name);
  });
  return list;
}
