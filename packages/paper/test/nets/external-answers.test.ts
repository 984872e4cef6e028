import { createDataset, scale, selectRows, withTargetScale } from "@dark-knowledge/datasets";
import { createSoftTargetWriter, openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { answeredTransferSet, answersOf, identifyAnswers, storedLogits } from "../../src/nets/external-answers.ts";

const inside = useTemporaryDirectory();
const dataset = createDataset({
  features: Float32Array.of(1, 2, 3),
  labels: Int32Array.of(0, 1, 0),
  exampleShape: [1],
  classNames: ["a", "b"],
});

async function store(part: "transfer" | "test", logits: readonly number[]) {
  const directory = answersOf(inside("answers"), part);
  const writer = await createSoftTargetWriter(directory, {
    ...{ classNames: ["a", "b"], teacherFingerprint: "big", ids: [0, 1, 2] },
  });
  await writer.append(Float32Array.from(logits), { ids: [0, 2], augmentationSeed: 0 });
  await writer.omit({ ids: [1], augmentationSeed: 0 });
  await writer.finish();
  await writer.close();
  const softTargets = await openSoftTargets(directory);
  await softTargets.close();
  return identifyAnswers(softTargets);
}

test("answers are given in the order of the examples, uniform where there is none, and left out of a transfer set", async () => {
  const shuffled = selectRows(dataset, [2, 1, 0]);
  const one = await store("test", [1, 2, 3, 4]);
  const { rows, data } = await storedLogits(inside("answers"), "test", shuffled);
  expect([rows, Array.from(data)]).toEqual([3, [3, 4, 0, 0, 1, 2]]);
  const other = await store("transfer", [1, 2, 3, 5]);
  expect(Array.from((await answeredTransferSet(inside("answers"), "transfer", shuffled)).rows)).toEqual([2, 0]);
  expect(one).not.toBe(other);
});

test("numbers are given on the scale of the targets, the mean of the training set where there is none", async () => {
  const numbers = createDataset({
    columns: { x: { values: Float32Array.of(1, 2, 3), shape: [1] } },
    targets: { kind: "numbers", names: ["y"], values: Float32Array.of(10, 20, 30) },
  });
  const directory = answersOf(inside("answers"), "test");
  const writer = await createSoftTargetWriter(directory, {
    ...{ task: "numbers", classNames: ["y"], teacherFingerprint: "big", ids: [0, 1, 2] },
  });
  await writer.append(Float32Array.of(12, 28), { ids: [0, 2], augmentationSeed: 0 });
  await writer.omit({ ids: [1], augmentationSeed: 0 });
  await writer.finish();
  await writer.close();
  const view = selectRows(withTargetScale(numbers, scale({ subtract: 20, divide: 4 })), [2, 1, 0]);
  const { rows, columns, data } = await storedLogits(inside("answers"), "test", view);
  expect([rows, columns, Array.from(data)]).toEqual([3, 1, [2, 0, -2]]);
});
