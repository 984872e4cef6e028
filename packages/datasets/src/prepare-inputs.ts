import { assertOptions, formatShape, formatValue } from "@dark-knowledge/core";
import type { Input } from "./batch.ts";
import type { Column } from "./column.ts";
import type { InputDescription } from "./describe-inputs.ts";
import { checkTransforms } from "./internal/check-transforms.ts";
import { compileColumn } from "./internal/compile-column.ts";
import { encodeRaws } from "./internal/encode-raws.ts";
import { fail } from "./internal/fail.ts";
import { makeInput } from "./internal/make-input.ts";
import { product } from "./internal/product.ts";
import { kindOf } from "./internal/source-kinds.ts";
import type { SourceKind } from "./source.ts";

/** Options of {@link prepareInputs}. */
export interface PrepareInputsOptions {
  /** Kinds of sources that this package does not have. */
  readonly kinds?: readonly SourceKind[];
}

/**
 * Makes what a model is fed with of raw examples, exactly as a batch of the dataset that was described does it.
 *
 * @param descriptions as {@link describeInputs} gave them, also by way of JSON
 * @param raws for each column as many raw examples: texts, pictures, rows of a table; of a column without a source the stored numbers of
 *   each example. A list alone is for the only column
 * @returns the inputs by column, in new arrays
 * @throws ArgumentError when a description is not one, a column lacks its examples or has another number of them
 * @throws Error that names the first example that is not what its source takes
 *
 * @example
 * ```ts
 * import { columnOf, createDataset, describeInputs, prepareInputs, vocabulary, withTransform, words } from "@dark-knowledge/datasets";
 *
 * const train = createDataset({ columns: { text: columnOf(["so good", "so bad"], words()) } });
 * const saved = JSON.stringify(describeInputs(withTransform(train, vocabulary(train))));
 *
 * const { text } = prepareInputs(JSON.parse(saved), ["bad, so bad"]);
 * Array.from(text.values); // => [3, 1, 2, 3]
 * ```
 */
export function prepareInputs(
  descriptions: Readonly<Record<string, InputDescription>>,
  raws: readonly unknown[] | Readonly<Record<string, readonly unknown[]>>,
  options: PrepareInputsOptions = {},
): Readonly<Record<string, Input>> {
  assertOptions<PrepareInputsOptions>("prepareInputs", options, { kinds: true });
  const names = Object.keys(descriptions);
  const byColumn = Array.isArray(raws) && names.length === 1 ? { [names[0]!]: raws } : raws;
  const inputs: Record<string, Input> = {};
  let count: number | undefined;
  for (const name of names) {
    const own = (byColumn as Readonly<Record<string, readonly unknown[]>>)[name];
    if (!Array.isArray(own))
      fail("prepareInputs", "dtype", `raws.${name}`, "must be a list of examples", formatValue(own));
    count ??= own.length;
    if (own.length !== count) {
      fail(
        "prepareInputs",
        "shape",
        `raws.${name}`,
        `must have ${count} examples (as ${names[0]})`,
        String(own.length),
      );
    }
    const column = columnFrom(name, descriptions[name]!, own, options.kinds);
    inputs[name] = makeInput(compileColumn("prepareInputs", column), Int32Array.from(own.keys()));
  }
  return inputs;
}

function columnFrom(
  name: string,
  description: InputDescription,
  raws: readonly unknown[],
  kinds: readonly SourceKind[] | undefined,
): Column {
  const path = `descriptions.${name}`;
  if (description?.version !== 1) {
    const expected = "must be 1 (update @dark-knowledge/datasets to read newer ones)";
    fail("prepareInputs", "range", `${path}.version`, expected, formatValue(description?.version));
  }
  const { source, transforms } = description;
  const known = knownTexts(description);
  const stored = source
    ? encodeRaws("prepareInputs", raws, source, kindOf("prepareInputs", `${path}.source`, source, kinds), {
        numberOf: (text) => numberOf(name, description, known!, text),
      })
    : joinNumbers(description, raws);
  const column: Column = {
    ...stored,
    ...(source ? { source } : {}),
    ...(known ? { names: known.names } : {}),
    transforms,
  };
  checkTransforms("prepareInputs", `${path}.transforms`, column);
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
  name: string,
  { transforms }: InputDescription,
  { names, numbers }: KnownTexts,
  text: string,
): number {
  const number = numbers.get(text);
  if (number !== undefined) return number;
  if (transforms[0]?.kind === "vocabulary") return names.length - 1;
  fail("prepareInputs", "range", `raws.${name}`, "must have known texts only", formatValue(text));
}

function joinNumbers({ type, shape, isSequence }: InputDescription, raws: readonly unknown[]) {
  const size = product(shape);
  const offsets = [0];
  const examples = raws.map((raw, index) => {
    const isList = Array.isArray(raw) || (ArrayBuffer.isView(raw) && "length" in raw);
    const numbers = raw as ArrayLike<number>;
    if (!isList || (isSequence ? numbers.length % size !== 0 : numbers.length !== size)) {
      const expected = `must be numbers of shape ${formatShape(shape)}${isSequence ? " for each position" : ""}`;
      fail("prepareInputs", "shape", `raws[${index}]`, expected, formatValue(raw));
    }
    offsets.push(offsets.at(-1)! + numbers.length / size);
    return numbers;
  });
  const values = new { uint8: Uint8Array, int32: Int32Array, float32: Float32Array }[type](offsets.at(-1)! * size);
  examples.forEach((numbers, index) => {
    for (let at = 0; at < numbers.length; at++) {
      const place = offsets[index]! * size + at;
      values[place] = numbers[at]!;
      if (type === "float32" ? Number.isFinite(values[place]) : values[place] === numbers[at]) continue;
      fail("prepareInputs", "range", `raws[${index}][${at}]`, `must be a ${type} number`, formatValue(numbers[at]));
    }
  });
  return { values, shape, ...(isSequence ? { offsets: Int32Array.from(offsets) } : {}) };
}
