import { writeFileSync } from "node:fs";
import { datasetSize } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { loadDataset } from "../../src/data/load-dataset.ts";
import { dataSource } from "../fixtures/data-source.ts";

const inside = useTemporaryDirectory();
const SIZES = { trainSize: 30, testSize: 20 };

test.each(["digits", "generated"] as const)("%s are generated, the same ones every time", async (name) => {
  const [one, other] = [await loadDataset(name, dataSource(), SIZES), await loadDataset(name, dataSource(), SIZES)];
  expect([datasetSize(one.train), datasetSize(one.test)]).toEqual([30, 20]);
  expect(one).toEqual(other);
});

test("files are looked for in the folder that is given, else in the shared one by the name of the set", async () => {
  const shared = inside("shared");
  const load = (name: "mnist" | "emnist-byclass", over: object) => loadDataset(name, dataSource(over), SIZES);
  await expect(load("mnist", { directory: inside("given") })).rejects.toThrow(inside("given"));
  await expect(load("mnist", { shared })).rejects.toThrow(inside("shared", "mnist"));
  await expect(load("mnist", { directory: inside("given"), shared })).rejects.toThrow(inside("given"));
  await expect(load("emnist-byclass", { shared })).rejects.toThrow(inside("shared", "emnist-byclass-test"));
  writeFileSync(inside("train-images-idx3-ubyte"), "no digits");
  await expect(load("mnist", { directory: inside() })).rejects.toThrow(/^loadMnist: /);
});

test("a set that cannot be downloaded needs a folder", async () => {
  await expect(loadDataset("emnist-byclass", dataSource(), SIZES)).rejects.toThrow(
    "spec: dataset must be one that can be downloaded or generated if no folder is given, got emnist-byclass",
  );
});
