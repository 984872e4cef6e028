import { gunzipSync, gzipSync } from "node:zlib";
import { createMlp } from "@dark-knowledge/training";
import { expect, test } from "vitest";
import { packModel, quantiseWeights, unpackModel } from "../../src/index.ts";
import { compressedSize, gzipModel } from "../../src/node/index.ts";
import { valuesOf } from "../support.ts";

test("gzipModel(model) is the smaller of both layouts with gzip, and the same model again", async () => {
  const net = createMlp({ exampleShape: [100], hiddenUnits: [40], classCount: 10, seed: 1 });
  for (const bits of [3, 8]) {
    const small = await quantiseWeights(net, { bits });
    const bytes = await gzipModel(small);
    const sizes = [await packModel(small), await packModel(small, { layout: "bytes" })].map(
      (file) => gzipSync(file, { level: 9 }).length,
    );
    expect(bytes.length).toBe(Math.min(...sizes));
    expect(bytes.length).toBe((await compressedSize(small)).gzip);
    const again = await unpackModel(gunzipSync(bytes));
    expect(await valuesOf(again)).toEqual(await valuesOf(small));
    for (const model of [again, small]) model.dispose();
  }
  net.dispose();
});
