import { assertObject, formatShape, formatValue } from "@dark-knowledge/core";
import type { Column } from "../column.ts";
import type { InputDescription } from "../describe-inputs.ts";
import type { SourceKind } from "../source.ts";
import { checkTexts } from "./check-texts.ts";
import { checkTransforms } from "./check-transforms.ts";
import { encodeRaws } from "./encode-raws.ts";
import { fail } from "./fail.ts";
import { product } from "./product.ts";
import { kindOf } from "./source-kinds.ts";

/** Columns of raw examples by their descriptions: stored numbers, and the transforms that they need. Errors begin with `functionName`. */
export function columnsFrom(
  functionName: string,
  descriptions: Readonly<Record<string, InputDescription>>,
  raws: readonly unknown[] | Readonly<Record<string, readonly unknown[]>>,
  kinds: readonly SourceKind[] | undefined,
): Readonly<Record<string, Column>> {
  assertObject(functionName, "descriptions", descriptions);
  const names = Object.keys(descriptions);
  const byColumn = Array.isArray(raws) && names.length === 1 ? { [names[0]!]: raws } : raws;
  assertObject(functionName, "raws", byColumn);
  const columns: Record<string, Column> = {};
  let count: number | undefined;
  for (const name of names) {
    const own = Object.hasOwn(byColumn, name)
      ? (byColumn as Readonly<Record<string, readonly unknown[]>>)[name]
      : undefined;
    if (!Array.isArray(own)) {
      fail(functionName, "dtype", `raws.${name}`, "must be a list of examples", formatValue(own));
    }
    count ??= own.length;
    if (own.length !== count) {
      fail(functionName, "shape", `raws.${name}`, `must have ${count} examples (as ${names[0]})`, String(own.length));
    }
    columns[name] = columnFrom(functionName, name, descriptions[name]!, own, kinds);
  }
  return columns;
}

function columnFrom(
  functionName: string,
  name: string,
  description: InputDescription,
  raws: readonly unknown[],
  kinds: readonly SourceKind[] | undefined,
): Column {
  const path = `descriptions.${name}`;
  if (description?.version !== 1) {
    const expected = "must be 1 (update @dark-knowledge/datasets to read newer ones)";
    fail(functionName, "range", `${path}.version`, expected, formatValue(description?.version));
  }
  const { source, transforms } = description;
  if (description.names !== undefined) checkTexts(functionName, `${path}.names`, description.names);
  const known = knownTexts(description);
  const stored = source
    ? encodeRaws(functionName, raws, source, kindOf(functionName, `${path}.source`, source, kinds), {
        numberOf: (text) => numberOf(functionName, name, description, known!, text),
      })
    : joinNumbers(functionName, description, raws);
  const column: Column = {
    ...stored,
    ...(source ? { source } : {}),
    ...(known ? { names: known.names } : {}),
    transforms,
  };
  checkTransforms(functionName, `${path}.transforms`, column);
  return column;
}

/** The texts of a description and their numbers, with one more that stands for all others. */
interface KnownTexts {
  readonly names: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
}

// A large vocabulary is gone through once, not for each prediction.
const KNOWN: WeakMap<InputDescription, KnownTexts> = /* @__PURE__ */ new WeakMap();

function knownTexts(description: InputDescription): KnownTexts | undefined {
  const { names } = description;
  if (names === undefined) return undefined;
  const found = KNOWN.get(description);
  if (found !== undefined) return found;
  const longest = names.reduce((length, name) => Math.max(length, name.length), 0);
  const known = {
    names: [...names, "?".repeat(longest + 1)],
    numbers: new Map(names.map((text, number) => [text, number])),
  };
  KNOWN.set(description, known);
  return known;
}

function numberOf(
  functionName: string,
  name: string,
  { transforms }: InputDescription,
  { names, numbers }: KnownTexts,
  text: string,
): number {
  const number = numbers.get(text);
  if (number !== undefined) return number;
  if (transforms[0]?.kind === "vocabulary") return names.length - 1;
  fail(functionName, "range", `raws.${name}`, "must have known texts only", formatValue(text));
}

function joinNumbers(functionName: string, { type, shape, isSequence }: InputDescription, raws: readonly unknown[]) {
  const size = product(shape);
  const offsets = [0];
  const examples = raws.map((raw, index) => {
    const isList = Array.isArray(raw) || (ArrayBuffer.isView(raw) && "length" in raw);
    const numbers = raw as ArrayLike<number>;
    if (!isList || (isSequence ? numbers.length % size !== 0 : numbers.length !== size)) {
      const expected = `must be numbers of shape ${formatShape(shape)}${isSequence ? " for each position" : ""}`;
      fail(functionName, "shape", `raws[${index}]`, expected, formatValue(raw));
    }
    offsets.push(offsets.at(-1)! + numbers.length / size);
    return numbers;
  });
  const values = new { uint8: Uint8Array, int32: Int32Array, float32: Float32Array }[type](offsets.at(-1)! * size);
  examples.forEach((numbers, index) => {
    values.set(numbers, offsets[index]! * size);
  });
  if (!(values instanceof Float32Array && areFinite(values))) {
    examples.forEach((numbers, index) => {
      const at = firstWrong(values, offsets[index]! * size, numbers);
      if (at < 0) return;
      fail(functionName, "range", `raws[${index}][${at}]`, `must be a ${type} number`, formatValue(numbers[at]));
    });
  }
  return { values, shape, ...(isSequence ? { offsets: Int32Array.from(offsets) } : {}) };
}

/** Whether all are finite: 0 times any other is NaN. A loop over one type without a branch takes a fifth of the time of {@link firstWrong}. */
function areFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]! * 0;
  return sum === 0;
}

/** Where numbers were no finite ones, or another type's, before they were stored from a place on; −1 where all are right. */
function firstWrong(values: Column["values"], from: number, numbers: ArrayLike<number>): number {
  const isFloat = values instanceof Float32Array;
  for (let at = 0; at < numbers.length; at++) {
    const value = values[from + at]!;
    if (isFloat ? !Number.isFinite(value) : value !== numbers[at]) return at;
  }
  return -1;
}
