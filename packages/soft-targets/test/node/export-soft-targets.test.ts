import { readdirSync, readFileSync } from "node:fs";
import { readNpy } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { createSoftTargetWriter, exportSoftTargets, openSoftTargets } from "../../src/node/index.ts";
import { answerOf, CLASSES, OPTIONS, recordStore } from "../fixtures/record-store.ts";

const inside = useTemporaryDirectory();

async function exported(file: string, options: Parameters<typeof exportSoftTargets>[2] = {}) {
  const store = await openSoftTargets(inside("s"));
  return exportSoftTargets(store, inside(file), options).finally(() => store.close());
}
const rowsOf = async (file: string) => {
  const { buffer, byteOffset, byteLength } = readFileSync(inside(file));
  return (await parquetReadObjects({
    file: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer,
  })) as Record<string, number | bigint>[];
};
const valuesOf = (file: string) => {
  const { shape, values } = readNpy(readFileSync(inside(file)));
  return { shape, values: Array.from(values) };
};

describe("exportSoftTargets", () => {
  test("gives all answers in the order of the ids, over several shards", async () => {
    await recordStore(inside("s"), { rowsPerShard: 4 });
    expect(await exported("a.parquet")).toEqual({ answers: 10, files: [inside("a.parquet")] });
    const rows = await rowsOf("a.parquet");
    expect(Object.keys(rows[0]!)).toEqual(["id", ...CLASSES]);
    expect(rows.map((row) => Object.values(row).map(Number))).toEqual(
      Array.from({ length: 10 }, (_, id) => [id, ...answerOf(id, 5)]),
    );
    expect(await exported("a.npy")).toEqual({ answers: 10, files: [inside("a.npy"), inside("a.ids.npy")] });
    expect(valuesOf("a.npy")).toEqual({
      shape: [10, 5],
      values: Array.from({ length: 10 }, (_, id) => answerOf(id, 5)).flat(),
    });
    expect(valuesOf("a.ids.npy")).toEqual({ shape: [10], values: Array.from({ length: 10 }, (_, id) => id) });
    // As numpy wants it: the values begin at a multiple of 64.
    expect(readFileSync(inside("a.npy")).length).toBe(128 + 4 * 50);
    expect(readdirSync(inside()).sort()).toEqual(["a.ids.npy", "a.npy", "a.parquet", "s"]);
  });

  test("gives one view, without what has no answer", async () => {
    const writer = await createSoftTargetWriter(inside("s"), { ...OPTIONS, augmentationSeeds: [0, 8] });
    for (const augmentationSeed of [0, 8]) {
      await writer.append(Float32Array.from(answerOf(3, 5, augmentationSeed)), { ids: [3], augmentationSeed });
      await writer.omit({ ids: [0, 1, 2, 4, 5, 6, 7, 8, 9], augmentationSeed });
    }
    await writer.finish();
    await writer.close();
    await exported("a.npy");
    expect(valuesOf("a.npy")).toEqual({ shape: [1, 5], values: answerOf(3, 5) });
    await exported("b.npy", { augmentationSeed: 8 });
    expect(valuesOf("b.npy").values).toEqual(answerOf(3, 5, 8));
    expect(valuesOf("b.ids.npy").values).toEqual([3]);
    await expect(exported("c.npy", { augmentationSeed: 5 })).rejects.toThrow(
      "exportSoftTargets: augmentationSeed must be a view of the store (0, 8), got 5",
    );
  });

  test("spreads the rest of top-k answers", async () => {
    await recordStore(inside("s"), { encoding: { kind: "top-k", dtype: "float32", k: 2 } });
    await exported("a.npy");
    const row = valuesOf("a.npy").values.slice(0, 5);
    const own = answerOf(0, 5);
    const sum = (logits: readonly number[]) => logits.reduce((total, logit) => total + Math.exp(logit), 0);
    expect(sum(row)).toBeCloseTo(sum(own), 4);
    expect(row.filter((logit, index) => logit === own[index])).toHaveLength(2);
  });

  test("says why nothing was written", async () => {
    await recordStore(inside("s"), { classNames: ["id", "b", "c", "d", "e"] });
    await expect(exported("a.parquet")).rejects.toThrow("a class is called id, as the column of the ids is");
    await expect(exported("no/a.npy")).rejects.toThrow(/^exportSoftTargets: cannot write .*a\.ids\.npy \(ENOENT\); /);
    expect(readdirSync(inside())).toEqual(["s"]);
  });
});
