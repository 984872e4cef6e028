import { writeFileSync } from "node:fs";
import { classNamesOf, type FileDataset, inputShape, readBatches } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { Float64, Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { attachParts, detachParts } from "../../src/data/detach-parts.ts";
import { loadOwnData } from "../../src/data/load-own-data.ts";
import { isLeftInFiles } from "../../src/data/load-own-files.ts";

const inside = useTemporaryDirectory();
const ROWS = 400;

/** Plants of two kinds, some of none, with a text that is no input, in record batches of 70 rows. */
function writePlants(name: string, rows = ROWS): string {
  const column = (cell: (row: number) => unknown, type: Float64 | Utf8) => (from: number, to: number) =>
    vectorFromArray(
      Array.from({ length: to - from }, (_, index) => cell(from + index)),
      type,
    );
  const columns = {
    kind: column((row) => (row % 9 === 0 ? null : ["herb", "tree"][row % 2]), new Utf8()),
    height: column((row) => (row % 2 === 0 ? row % 40 : 100 + row / 3), new Float64()),
    width: column((row) => (row % 5 === 0 ? null : (row * 7) % 11), new Float64()),
    colour: column((row) => ["red", "white", null][row % 3], new Utf8()),
    note: column((row) => `found by the ${row} th of the old paths`, new Utf8()),
    garden: column((row) => `garden ${row % 20}`, new Utf8()),
  };
  const batches = Array.from({ length: Math.ceil(rows / 70) }, (_, index) => {
    const [from, to] = [70 * index, Math.min(rows, 70 * index + 70)];
    return new Table(Object.fromEntries(Object.entries(columns).map(([key, make]) => [key, make(from, to)]))).batches;
  });
  writeFileSync(inside(name), tableToIPC(new Table(batches.flat()), "file"));
  return inside(name);
}

async function inputsOf(dataset: FileDataset) {
  const all: unknown[] = [];
  for await (const batch of readBatches(dataset, { batchSize: 64, seed: 1, epoch: 2 })) all.push(batch);
  return all;
}

describe("loadOwnData of a table that stays in its file", () => {
  test.each([
    ["classes", { label: "kind" }],
    ["groups", { label: "kind", group: "garden" }],
    ["numbers", { label: "height", task: "numbers", ignore: ["kind"] }],
  ] as const)("gives the parts, transforms and batches of one in memory (%s)", async (_, roles) => {
    const spec = { path: writePlants("plants.arrow"), ...roles } as { path: string; label: string };
    const sizes = { testSize: 60, validationSize: 40 };
    const memory = await loadOwnData({ ...spec, storage: "memory" }, sizes);
    const files = await loadOwnData({ ...spec, storage: "files" }, sizes);
    expect(files.layout).toEqual(memory.layout);
    for (const part of ["training", "validation", "test"] as const) {
      const [one, other] = [files[part] as FileDataset, memory[part]!];
      expect([one.rows, one.targets]).toEqual([other.rows, other.targets]);
      expect(one.columns.row!.transforms).toEqual(other.columns.row!.transforms);
      expect(await inputsOf(one)).toEqual(await inputsOf(other as FileDataset));
    }
    expect(files.facts).toEqual([...memory.facts!, "read from the file by row group: full shuffle"]);
  });

  test("reads a test set by the layout of the training set", async () => {
    const spec = { path: writePlants("plants.arrow"), label: "kind", storage: "files" } as const;
    writeFileSync(inside("more.csv"), "kind,height,width,colour,note,garden\nherb,2,1,red,a b,x\ntree,300,2,,a b,y\n");
    for (const [name, count] of [
      ["more.csv", 2],
      ["more.arrow", 44],
    ] as const) {
      if (name === "more.arrow") writePlants(name, 50);
      const { test: held } = await loadOwnData({ ...spec, test: inside(name) }, {});
      // Height, width, two colours, and 20 gardens; whether the width is missing too.
      expect([held.rows.length, classNamesOf(held), inputShape(held)]).toEqual([count, ["herb", "tree"], [25]]);
    }
  });

  test("goes to threads as plain data, and is the same there", async () => {
    const data = await loadOwnData({ path: writePlants("plants.arrow"), label: "kind", storage: "files" }, {});
    const there = await attachParts(structuredClone(detachParts(data)));
    expect(await inputsOf(there.training as FileDataset)).toEqual(await inputsOf(data.training as FileDataset));
    expect((there.test as FileDataset).storage).toBe((there.training as FileDataset).storage);
    expect(there.facts).toEqual(data.facts);
  });

  test.each([
    [{ label: "kindd" }, /^spec: data.label must name columns of .*plants.arrow \(kind, height, .*\), got "kindd"$/],
    [{ ignore: ["x"] }, /^spec: data.ignore must name columns/],
    [{ label: "height" }, 'spec: data.task must be "numbers" (regression) or "classes" for a label of numbers'],
  ])("%o is refused", async (over, message) => {
    const spec = { path: writePlants("plants.arrow"), label: "kind", storage: "files", ...(over as object) } as const;
    await expect(loadOwnData(spec, {})).rejects.toThrow(message);
  });
});

test("a table stays in its file if it is asked to, or is a large one that can", async () => {
  const path = writePlants("small.arrow");
  expect(await isLeftInFiles({ path })).toBe(false);
  expect(await isLeftInFiles({ path, storage: "files" })).toBe(true);
  expect(await isLeftInFiles({ path, storage: "memory" })).toBe(false);
  expect(await isLeftInFiles({ path: "none.csv" })).toBe(false);
});
