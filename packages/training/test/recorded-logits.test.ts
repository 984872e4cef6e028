import { createRandom } from "@dark-knowledge/core";
import { createDataset, scale, selectRows, withTargetScale } from "@dark-knowledge/datasets";
import { topKLogits } from "@dark-knowledge/soft-targets";
import { importSoftTargets, openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { recordedLogits } from "../src/index.ts";
import { surface } from "./fixtures/surface.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const inside = useTemporaryDirectory();
const random = createRandom(3);
const normals = (length: number) => Float32Array.from({ length }, () => random.normal());

async function read(given: Parameters<typeof importSoftTargets>[1], dataset: Parameters<typeof recordedLogits>[1]) {
  await importSoftTargets(inside("store"), given);
  const store = await openSoftTargets(inside("store"));
  return recordedLogits(store, dataset).finally(() => store.close());
}

describe("recordedLogits(softTargets, dataset)", () => {
  test("gives logits in the order of the dataset", async () => {
    const [dataset, logits] = [twoClasses(5, 1), normals(10)];
    const view = selectRows(dataset, [3, 0, 4]);
    const matrix = await read({ logits, classNames: ["top", "bottom"] }, view);
    expect([matrix.rows, matrix.columns]).toEqual([3, 2]);
    expect(Array.from(matrix.data)).toEqual([3, 0, 4].flatMap((id) => [logits[2 * id]!, logits[2 * id + 1]!]));
  });

  test("gives numbers on the scale of the targets", async () => {
    const [dataset, numbers] = [surface(4, 1), normals(8)];
    const scaled = withTargetScale(dataset, scale({ subtract: [1, -2], divide: [0.5, 4] }));
    const { data } = await read({ numbers, classNames: ["product", "wave"] }, scaled);
    const expected = Array.from(numbers, (y, at) => (at % 2 === 0 ? (y - 1) * 2 : (y + 2) / 4));
    expect(Array.from(data)).toBeAllClose(expected, { rtol: 1e-6 });
    const plain = await openSoftTargets(inside("store"));
    expect((await recordedLogits(plain, dataset)).data).toEqual(numbers);
    await plain.close();
  });

  test("spreads the rest of top-k answers", async () => {
    const classNames = ["a", "b", "c"];
    const dataset = createDataset({
      ...{ features: Float32Array.of(1), labels: Int32Array.of(0), exampleShape: [1], classNames },
    });
    const logits = Float32Array.from([0.5, 0.25, 0.25], Math.log);
    const { data } = await read({ topK: topKLogits(logits, { classCount: 3, k: 1 }), classNames }, dataset);
    expect(Array.from(data, Math.exp)).toBeAllClose([0.5, 0.25, 0.25], { rtol: 1e-6 });
  });

  test("refuses answers of something else", async () => {
    const given = { logits: normals(6), classNames: ["top", "bottom"] };
    await expect(read(given, twoClasses(5, 1))).rejects.toThrow(
      /^recordedLogits: .*manifest\.json has no answer for example 3 of the dataset; record the whole dataset$/,
    );
    await expect(read(given, surface(3, 1))).rejects.toThrow(
      /manifest\.json has answers for targets of kind classes, and the dataset has numbers; record the answers to it$/,
    );
  });
});
