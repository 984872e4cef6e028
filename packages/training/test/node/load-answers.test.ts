import { writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { type LoadAnswersOptions, loadAnswers } from "../../src/node/index.ts";

const inside = useTemporaryDirectory();

function load(name: string, contents: string | Uint8Array, options: Partial<LoadAnswersOptions> = {}) {
  writeFileSync(inside(name), contents);
  return loadAnswers(inside(name), { kind: "probs", ...options });
}

/** As `numpy.save` writes an array of float64. */
function npy(shape: readonly number[], values: readonly number[]): Uint8Array {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(", ")},), }\n`;
  const head = Buffer.concat([
    Buffer.from([0x93]),
    Buffer.from("NUMPY"),
    Buffer.from([1, 0, header.length, 0]),
    Buffer.from(header),
  ]);
  return Buffer.concat([head, new Uint8Array(Float64Array.from(values).buffer)]);
}

describe("loadAnswers(path)", () => {
  test("reads a column for each class, and the ids", async () => {
    expect(await load("a.csv", "id,cat,dog\n7,0.5,0.5\n3,0.125,0.875\n")).toEqual({
      probs: Float64Array.of(0.5, 0.5, 0.125, 0.875),
      ids: Float64Array.of(7, 3),
      classNames: ["cat", "dog"],
      rowNumbers: Int32Array.of(2, 3),
      source: inside("a.csv"),
    });
    const renamed = { kind: "logits", idColumn: "row", classNames: ["left", "right"] } as const;
    expect(await load("a.tsv", "row\tl\tr\n1\t-inf\t2.5\n", renamed)).toMatchObject({
      logits: Float64Array.of(-Infinity, 2.5),
      ids: Float64Array.of(1),
      classNames: ["left", "right"],
    });
  });

  test("reads a column of lists, without ids", async () => {
    const lines = '{"text":"a","answer":[0.5,0.5]}\n{"text":"b","answer":[0.25,0.75]}\n';
    const { ids, ...rest } = await load("a.jsonl", lines, { column: "answer" });
    expect(ids).toBe(undefined);
    expect(rest).toMatchObject({ probs: Float64Array.of(0.5, 0.5, 0.25, 0.75), classNames: ["0", "1"] });
    expect(await load("b.jsonl", '{"id":4,"logprobs":[-1,-2]}\n', { kind: "logProbs" })).toMatchObject({
      logProbs: Float64Array.of(-1, -2),
      ids: Float64Array.of(4),
    });
  });

  test("reads an array of NumPy's", async () => {
    expect(await load("a.npy", npy([2, 3], [1, 0, 0, 0, 0.5, 0.5]))).toMatchObject({
      probs: Float32Array.of(1, 0, 0, 0, 0.5, 0.5),
      classNames: ["0", "1", "2"],
    });
  });

  test.each<[string, string | Uint8Array, Partial<LoadAnswersOptions>, string]>([
    ["a.csv", "id,cat\n1,0.5\n2,x\n", {}, 'must have numbers in column "cat", got "x" in row 3'],
    ["a.csv", "id,cat\n1,\n", {}, 'must have numbers in column "cat", got'],
    [
      "a.csv",
      "id,cat\nA-17,0.5\n",
      {},
      'must have row numbers of the data, counted from 0, as ids, got "A-17" in row 2; answers in the order of the data need no ids',
    ],
    [
      "a.csv",
      "cat,dog\n1,0\n",
      { classNames: ["a"], kind: "numbers" },
      "has 2 outputs, and classNames has 1; name each of them",
    ],
    ["a.csv", "cat,dog\n1,0\n", { idColumn: "row" }, 'has no column "row"; it has cat, dog'],
    ["a.csv", "cat,dog\n1,0\n", { classNames: ["a"] }, "has 2 classes, and classNames has 1; name each of them"],
    ["a.jsonl", '{"a":[1]}\n{"a":[1,2]}\n', {}, "must have 1 numbers in each row, got 2 in row 2"],
    ["a.jsonl", '{"a":[1],"b":[2]}\n', {}, "has lists in the columns a, b; choose one of them"],
    ["a.jsonl", '{"a":1}\n', { column: "a" }, 'must have lists in column "a", got 1 in row 1'],
    ["a.npy", npy([3], [1, 2, 3]), {}, "has an array of shape [3]; save one of shape [examples, classes]"],
    ["a.npy", npy([1, 2], [1, 2]), { classNames: ["a"] }, "has 2 classes, and classNames has 1; name each of them"],
  ])("says what is wrong with %s: %#", async (name, contents, options, problem) => {
    await expect(load(name, contents, options)).rejects.toThrow(`loadAnswers: ${inside(name)} ${problem}`);
  });

  test("says that there is no such file, and knows its options", async () => {
    await expect(loadAnswers(inside("none.npz"), { kind: "probs" })).rejects.toThrow(
      `loadAnswers: ${inside("none.npz")} cannot be read (ENOENT`,
    );
    await expect(loadAnswers("x.csv", { kind: "probs", idcolumn: "a" } as never)).rejects.toThrow(
      'did you mean "idColumn"?',
    );
  });
});
