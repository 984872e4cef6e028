import { describe, expect, it } from "vitest";
import { assertMatrix } from "../src/matrix.ts";

const data = Float64Array.of(1, 2, 3, 4, 5, 6);

describe("assertMatrix(functionName, argument, value)", () => {
  it.each([
    { rows: 2, columns: 3, data },
    { rows: 3, columns: 2, data: Int32Array.from(data) },
    { rows: 0, columns: 5, data: new Float32Array() },
  ])("accepts %o", (value) => {
    expect(assertMatrix("f", "a", value)).toBeUndefined();
  });

  it.each([
    [data, "a must be an object, got a Float64Array of length 6", "dtype"],
    [{ rows: 2.5, columns: 3, data }, "a.rows must be an integer, at least 0, got 2.5", "range"],
    [{ rows: 2, data }, "a.columns must be an integer, at least 0, got undefined", "range"],
    [{ rows: 2, columns: 2, data }, "a.data must have length 4 (2 rows of 2), got 6", "shape"],
    [
      { rows: 2, columns: 3, data: [1, 2, 3, 4, 5, 6] },
      "a.data must be a Float64Array, Float32Array or Int32Array, got an array of length 6",
      "dtype",
    ],
  ])("refuses %o", (value, rest, code) => {
    const call = () => assertMatrix("f", "a", value);
    expect(call).toThrow(expect.objectContaining({ message: `f: ${rest}`, code }));
  });
});
