import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { createDataset, type FileDataset, fitTransforms, readBatches, shareDataset } from "../../src/index.ts";
import { attachDataset, type DetachedDataset, detachDataset, openFileDataset } from "../../src/node/index.ts";
import { writePeople } from "../fixtures/people.ts";

const inside = useTemporaryDirectory();

async function sumOf(dataset: FileDataset): Promise<number> {
  let sum = 0;
  for await (const { inputs } of readBatches(dataset, { batchSize: 8, seed: 1, epoch: 0 })) {
    inputs.row!.values.forEach((value, index) => {
      sum += value * index;
    });
  }
  return sum;
}

test("a detached dataset is plain data: another thread attaches it and reads the same batches", async () => {
  const files = await fitTransforms(
    shareDataset(await openFileDataset(writePeople(inside("thread.arrow")), { label: "label", ignore: ["who"] })),
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
