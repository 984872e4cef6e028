import { describe, expect, test } from "vitest";
import { ArgumentError, assertFields, type FieldKind } from "../src/index.ts";

const RIGHT: Readonly<Record<FieldKind, readonly unknown[]>> = {
  text: ["", "a"],
  texts: [[], ["a"]],
  flag: [true, false],
  number: [0, Number.NaN],
  numbers: [[], [1, 2]],
  rows: [[], [[1], []]],
  values: [[], [1, 2], Uint8Array.of(1)],
  float32: [Float32Array.of(1)],
  int32: [Int32Array.of(1)],
  figures: [{}, { errors: 1 }],
  object: [{}, new Map()],
  objects: [[], [{}]],
  list: [[], [1, "a"]],
  function: [() => 1],
  signal: [new AbortController().signal],
};
/** None of these is of a kind that it is not listed for. */
const ALL = Object.entries(RIGHT) as readonly (readonly [FieldKind, readonly unknown[]])[];
const IS_ALSO: Readonly<Partial<Record<FieldKind, readonly FieldKind[]>>> = {
  text: [],
  texts: ["list"],
  numbers: ["list", "values"],
  values: ["list", "numbers"],
  float32: ["values"],
  int32: ["values"],
  rows: ["list"],
  objects: ["list"],
  figures: ["object"],
  signal: ["object"],
};

describe("assertFields(functionName, value, fields)", () => {
  test.each(ALL)("takes what is a %s, and nothing else", (kind, values) => {
    for (const value of values) {
      expect(() => assertFields("f", { a: value }, { a: kind })).not.toThrow();
      for (const [other] of ALL) {
        // Nothing tells empty lists and objects apart.
        const isOther =
          other === kind || IS_ALSO[kind]?.includes(other) || JSON.stringify(value) === JSON.stringify(RIGHT[other][0]);
        if (!isOther && !(kind === "list" && other !== "list")) {
          expect(() => assertFields("f", { a: value }, { a: other })).toThrow(/^f: a must be /);
        }
      }
    }
  });

  test("names the object, the field and its place, and lets optional fields be left out", () => {
    expect(() => assertFields("f", null, {})).toThrow("f: options must be an object, got null");
    expect(() => assertFields("f", 1, {}, { argument: "place" })).toThrow("f: place must be an object, got 1");
    const refused = () => assertFields("f", { b: 1 }, { a: "text?", b: "flag" }, { prefix: "place." });
    expect(refused).toThrow(
      new ArgumentError({
        ...{ functionName: "f", argument: "place.b", expected: "must be true or false", received: "1", code: "dtype" },
      }),
    );
    expect(() => assertFields("f", { a: undefined }, { a: "text" })).toThrow("f: a must be a string, got undefined");
    expect(() => assertFields("f", { a: Array(1) }, { a: "numbers" })).toThrow("f: a must be an array of numbers");
  });
});
