import { writeFileSync } from "node:fs";
import { classNamesOf, inputShape } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { loadOwnData } from "../../src/data/load-own-data.ts";
import { isLeftInFiles } from "../../src/data/load-own-files.ts";
import { batchesOf, writePlants } from "../fixtures/plants.ts";

const inside = useTemporaryDirectory();
describe("loadOwnData of a table that stays in its file", () => {
  test.each([
    ["classes", { label: "kind" }],
    ["groups", { label: "kind", group: "garden" }],
    ["numbers", { label: "height", task: "numbers", ignore: ["kind"] }],
  ] as const)("gives the parts, transforms and batches of one in memory (%s)", async (_, roles) => {
    const spec = { path: writePlants(inside("plants.arrow")), ...roles } as { path: string; label: string };
    const sizes = { testSize: 60, validationSize: 40 };
    const memory = await loadOwnData({ ...spec, storage: "memory" }, sizes);
    const files = await loadOwnData({ ...spec, storage: "files" }, sizes);
    expect(files.layout).toEqual(memory.layout);
    for (const part of ["training", "validation", "test"] as const) {
      const [one, other] = [files[part]!, memory[part]!];
      expect([one.rows, one.targets]).toEqual([other.rows, other.targets]);
      expect(one.columns.row!.transforms).toEqual(other.columns.row!.transforms);
      expect(await batchesOf(one)).toEqual(await batchesOf(other));
    }
    expect(files.facts).toEqual([...memory.facts!, "read from the file by row group: full shuffle"]);
  });

  test("reads a test set by the layout of the training set", async () => {
    const spec = { path: writePlants(inside("plants.arrow")), label: "kind", storage: "files" } as const;
    writeFileSync(inside("more.csv"), "kind,height,width,colour,note,garden\nherb,2,1,red,a b,x\ntree,300,2,,a b,y\n");
    for (const [name, count] of [
      ["more.csv", 2],
      ["more.arrow", 44],
    ] as const) {
      if (name === "more.arrow") writePlants(inside(name), 50);
      const { test: held } = await loadOwnData({ ...spec, test: inside(name) }, {});
      // Height, width, two colours, and 20 gardens; whether the width is missing too.
      expect([held.rows.length, classNamesOf(held), inputShape(held)]).toEqual([count, ["herb", "tree"], [25]]);
    }
  });

  test.each([
    [{ label: "kindd" }, /^spec: data.label must name columns of .*plants.arrow \(kind, height, .*\), got "kindd"$/],
    [{ ignore: ["x"] }, /^spec: data.ignore must name columns/],
    [{ label: "height" }, 'spec: data.task must be "numbers" (regression) or "classes" for a label of numbers'],
  ])("%o is refused", async (over, message) => {
    const spec = {
      path: writePlants(inside("plants.arrow")),
      label: "kind",
      storage: "files",
      ...(over as object),
    } as const;
    await expect(loadOwnData(spec, {})).rejects.toThrow(message);
  });
});

test("a table stays in its file if it is asked to, or is a large one that can", async () => {
  const path = writePlants(inside("small.arrow"));
  expect(await isLeftInFiles({ path })).toBe(false);
  expect(await isLeftInFiles({ path, storage: "files" })).toBe(true);
  expect(await isLeftInFiles({ path, storage: "memory" })).toBe(false);
  expect(await isLeftInFiles({ path: "none.csv" })).toBe(false);
});
