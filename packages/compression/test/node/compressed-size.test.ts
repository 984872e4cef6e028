import { brotliCompressSync, brotliDecompressSync, gzipSync } from "node:zlib";
import { createMlp } from "@dark-knowledge/training";
import { expect, test } from "vitest";
import { packModel, pruneWeights, shareWeights, unpackModel } from "../../src/index.ts";
import { compressedSize } from "../../src/node/index.ts";
import { valuesOf } from "../support.ts";

test("compressedSize(model) is what the files take from which the model is read again", async () => {
  const net = createMlp({ exampleShape: [100], hiddenUnits: [40], classCount: 10, seed: 1 });
  const small = await shareWeights(await pruneWeights(net, { sparsity: 0.9 }), { bits: 4 });
  const { float32, packed, gzip, brotli } = await compressedSize(small);
  const [bits, bytes] = [await packModel(small), await packModel(small, { layout: "bytes" })];
  expect([float32, packed]).toEqual([4 * (4000 + 40 + 400 + 10), bits.length]);
  const sizes = [bits, bytes].map((file) => gzipSync(file, { level: 9 }).length);
  expect(gzip).toBe(Math.min(...sizes));
  const files = [brotliCompressSync(bits), brotliCompressSync(bytes)];
  expect(brotli).toBe(files[sizes.indexOf(gzip)]!.length);
  for (const file of files) {
    const again = await unpackModel(brotliDecompressSync(file));
    expect(await valuesOf(again)).toEqual(await valuesOf(small));
    again.dispose();
  }
  expect(brotli).toBeLessThan(gzip);
  expect(gzip).toBeLessThan(packed);
  expect((await compressedSize(net)).gzip).toBeGreaterThan(4 * gzip);
});
