import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { type CaseOf, type ConformanceCase, family } from "../src/conformance-case.ts";
import { type Dense, dense } from "../src/dense.ts";
import { judge } from "../src/judge.ts";
import { runCase } from "../src/run-case.ts";
import { missingKernels, surprises } from "../src/surprises.ts";
import { cellOf } from "../src/table.ts";

const squares = (x: Dense): Dense => ({ ...x, values: x.values.map((value) => value * value) });

function caseOf(changes: Partial<CaseOf<"x">>): ConformanceCase {
  const { cases, add } = family("Examples");
  add({
    operation: "square",
    variant: "",
    inputs: { x: dense([3], [1, -2, 3]) },
    compute: ({ x }) => tf.square(x),
    oracle: ({ x }) => squares(x),
    ...changes,
  });
  return cases[0]!;
}

async function verdictsOn(one: ConformanceCase) {
  const outcomes = await runCase(one);
  return judge(one, outcomes, outcomes);
}

const half = tf.customGrad((x) => ({
  value: tf.square(x as tf.Tensor),
  gradFunc: (dy) => tf.mul(dy as tf.Tensor, x as tf.Tensor),
}));

describe("judge(case, outcomes, onCpu)", () => {
  it("finds nothing wrong where nothing is", async () => {
    const verdicts = await verdictsOn(caseOf({}));
    expect(Object.keys(verdicts)).toEqual(["value", "∂x"]);
    expect(cellOf(verdicts)).toBe("✓");
    expect(surprises(caseOf({}), "cpu", verdicts)).toEqual([]);
  });

  it.each([
    ["a wrong value", { compute: ({ x }: { x: tf.Tensor }) => tf.mul(tf.square(x), 1.0001) }, "✗ value, ∂x"],
    ["a wrong gradient alone", { compute: ({ x }: { x: tf.Tensor }) => half(x) }, "✗ ∂x"],
    ["NaN", { compute: ({ x }: { x: tf.Tensor }) => tf.div(tf.mul(x, 0), 0), constants: "all" as const }, "✗ value"],
    [
      "another shape",
      { compute: ({ x }: { x: tf.Tensor }) => tf.reshape(tf.square(x), [3, 1]), constants: "all" as const },
      "✗ value",
    ],
    [
      "another type",
      { compute: ({ x }: { x: tf.Tensor }) => tf.cast(tf.square(x), "int32"), constants: "all" as const },
      "✗ value",
    ],
    ["a missing output", { compute: () => [], constants: "all" as const }, "✗ value"],
    [
      "an error",
      {
        compute: () => {
          throw new Error("no");
        },
      },
      "! value, ∂x",
    ],
    [
      "a missing kernel",
      {
        compute: () => {
          throw new Error("Kernel 'Cube' not registered for backend 'cpu'");
        },
      },
      "– value, ∂x",
    ],
  ])("finds %s", async (_, changes, cell) => {
    expect(cellOf(await verdictsOn(caseOf(changes as Partial<CaseOf<"x">>)))).toBe(cell);
  });

  it("finds what differs from cpu where the oracle has no sample", async () => {
    const one = caseOf({ inputs: { x: dense([500], Array(500).fill(2)) } });
    const onCpu = await runCase(one);
    const gradient = (onCpu["∂x"] as { arrays: Dense[] }).arrays[0]!;
    const values = gradient.values.with(1, 7);
    const outcomes = { ...onCpu, "∂x": { arrays: [{ ...gradient, values }] } };
    expect(judge(one, outcomes, onCpu)["∂x"]).toEqual({
      mark: "wrong",
      detail: `element 1 is 7 instead of ${gradient.values[1]} according to cpu`,
    });
  });
});

describe("surprises(case, column, verdicts)", () => {
  const right = { mark: "right", detail: "" } as const;
  const wrong = { mark: "wrong", detail: "element 0 is 1 instead of 2 according to float64" } as const;
  const listed = caseOf({
    deviations: [{ on: ["wasm"], checks: ["∂x"], mark: "wrong", reason: "it is half as large" }],
  });

  it("lets a listed fault pass, on its own column alone", () => {
    expect(surprises(listed, "wasm", { value: right, "∂x": wrong })).toEqual([]);
    expect(surprises(listed, "cpu", { value: right, "∂x": wrong })).toEqual([`∂x is wrong: ${wrong.detail}`]);
  });

  it("complains about a listed fault that is gone", () => {
    expect(surprises(listed, "wasm", { value: right, "∂x": right })).toEqual([
      "∂x is right, but is listed as wrong: it is half as large",
    ]);
  });

  it("lets a kernel pass that the column lacks, and no other", () => {
    const lacking = (kernel: string) => ({ value: { mark: "missing", detail: kernel } as const });
    expect(surprises(listed, "wasm", lacking("Einsum"))).toEqual([]);
    expect(surprises(listed, "wasm", lacking("Add"))).toEqual(["value is missing: Add"]);
    expect(missingKernels([lacking("Einsum"), lacking("Add"), lacking("Add")])).toEqual(["Add", "Einsum"]);
  });
});
