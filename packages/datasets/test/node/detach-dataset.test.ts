import { utimesSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import {
  createDataset,
  type FileDataset,
  fitTransforms,
  groupSplit,
  groupsOf,
  readBatches,
  shareDataset,
} from "../../src/index.ts";
import {
  attachDataset,
  type DetachedDataset,
  detachDataset,
  inferFileLayout,
  isFileDatasetPath,
  isLargeTable,
  loadTable,
  openFileDataset,
} from "../../src/node/index.ts";
import { writeGroups } from "../fixtures/write-groups.ts";

const inside = useTemporaryDirectory();

const ROWS = 40;
const cells = (cell: (row: number) => unknown) => Array.from({ length: ROWS }, (_, row) => cell(row));
const columns = {
  x: { kind: "float32", cells: cells((row) => Math.fround(row / 3)) },
  who: { kind: "text", cells: cells((row) => `person ${(row * 7) % 8}`) },
  label: { kind: "text", cells: cells((row) => ["yes", "no"][row % 2]) },
} as const;

function write(name: string): string {
  writeGroups(inside(name), columns, [15, 5, 20]);
  return inside(name);
}

async function sumOf(dataset: FileDataset): Promise<number> {
  let sum = 0;
  for await (const { inputs } of readBatches(dataset, { batchSize: 8, seed: 1, epoch: 0 })) {
    inputs.row!.values.forEach((value, index) => {
      sum += value * index;
    });
  }
  return sum;
}

test("groups are read with the targets, and keep the split of the same rows in memory", async () => {
  const path = write("groups.parquet");
  const options = { label: "label", group: "who" };
  const layout = await inferFileLayout(path, options);
  const files = await openFileDataset(path, { layout });
  expect(files.layout).toEqual((await openFileDataset(path, options)).layout);
  expect(files.groups).toEqual(groupsOf(await loadTable(path), "who"));
  const memory = createDataset({ columns: { x: { values: new Float32Array(ROWS), shape: [1] } } });
  const split = { groups: files.groups!, size: 12, seed: 3 };
  const { selected, rest } = groupSplit(files, split);
  expect([selected.rows, rest.rows]).toEqual([
    groupSplit(memory, split).selected.rows,
    groupSplit(memory, split).rest.rows,
  ]);
  // New rows need no group.
  writeGroups(inside("new.parquet"), { x: columns.x, label: columns.label }, [ROWS]);
  expect((await openFileDataset(inside("new.parquet"), { layout })).groups).toBeUndefined();
});

test("a detached dataset is plain data: another thread attaches it and reads the same batches", async () => {
  const files = await fitTransforms(
    shareDataset(await openFileDataset(write("thread.arrow"), { label: "label", ignore: ["who"] })),
  );
  expect(files.targets).toMatchObject({ labels: expect.any(Int32Array) });
  const views = {
    training: { ...files, rows: files.rows.subarray(0, 30) },
    test: { ...files, rows: files.rows.subarray(30) },
  };
  const detached = { training: detachDataset(views.training), test: detachDataset(views.test) };
  const sent = structuredClone(detached) as Record<string, DetachedDataset>;
  const training = (await attachDataset(sent.training!)) as FileDataset;
  const held = (await attachDataset(sent.test!)) as FileDataset;
  expect(held.storage).toBe(training.storage);
  expect([await sumOf(training), await sumOf(held)]).toEqual([await sumOf(views.training), await sumOf(views.test)]);
  const inMemory = createDataset({ columns: { x: { values: new Float32Array(2), shape: [1] } } });
  expect([detachDataset(inMemory), await attachDataset(inMemory)]).toEqual([inMemory, inMemory]);
  files.storage.release();
  expect(files.storage.statistics().heldBytes).toBe(0);
});

test("attachDataset refuses files that were changed, and opens them when they are as they were", async () => {
  const path = write("changed.parquet");
  utimesSync(path, 1e9, 1e9);
  const detached = detachDataset(await openFileDataset(path, { label: "label", ignore: ["who"] }));
  utimesSync(path, 2e9, 2e9);
  await expect(attachDataset(detached)).rejects.toThrow(
    `attachDataset: ${path} was changed since it was opened; open it again`,
  );
  utimesSync(path, 1e9, 1e9);
  expect((await attachDataset(detached)).rows.length).toBe(ROWS);
  await expect(attachDataset(7 as never)).rejects.toThrow("attachDataset: detached must be an object, got 7");
});

test("isFileDatasetPath and isLargeTable look at the name and the size", async () => {
  expect(["a.parquet", "a.ARROW", "a.feather", "a.parquet.gz", "a.csv"].map(isFileDatasetPath)).toEqual([
    ...[true, true, true, false, false],
  ]);
  expect([await isLargeTable("none.csv"), await isLargeTable(write("small.arrow"))]).toEqual([false, false]);
  await expect(isLargeTable(inside("none.arrow"))).rejects.toThrow(
    `isLargeTable: ${inside("none.arrow")} cannot be read (ENOENT)`,
  );
});
