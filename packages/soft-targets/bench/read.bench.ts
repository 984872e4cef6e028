import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "@dark-knowledge/core";
import { bench, describe } from "vitest";
import type { SoftTargetEncoding } from "../src/index.ts";
import { createSoftTargetWriter, openSoftTargets } from "../src/node/index.ts";

const random = createRandom(1);
const directory = mkdtempSync(join(tmpdir(), "soft-targets-bench-"));
process.once("exit", () => rmSync(directory, { recursive: true, force: true }));

/** Records random logits. The full sizes are those of `pnpm bench:peers --cases h`; these take a second. */
async function record(name: string, rows: number, classes: number, encoding: SoftTargetEncoding): Promise<string> {
  const path = join(directory, name);
  const writer = await createSoftTargetWriter(path, {
    classNames: Array.from({ length: classes }, (_, index) => String(index)),
    teacherFingerprint: "bench",
    ids: Int32Array.from({ length: rows }, (_, id) => id),
    encoding,
  });
  const noise = Float32Array.from({ length: 1000 * classes }, () => random.normal());
  for (let wanted = writer.next(1000); wanted !== undefined; wanted = writer.next(1000)) {
    await writer.append(noise.subarray(0, wanted.ids.length * classes));
  }
  await writer.finish();
  await writer.close();
  return path;
}

const cases: [string, number, string][] = [
  ["100,000 × 10 classes, float16", 100_000, await record("dense", 100_000, 10, { kind: "dense", dtype: "float16" })],
  [
    "5,000 × top 64 of 1,000 classes, float16",
    5000,
    await record("top", 5000, 1000, { kind: "top-k", k: 64, dtype: "float16" }),
  ],
];

describe.each(cases)("128 random answers of %s", (_, rows, path) => {
  const ids = Array.from({ length: 64 }, () => Int32Array.from({ length: 128 }, () => random.integer(rows)));
  let batch = 0;
  for (const [way, options] of [
    ["kept in memory", {}],
    ["by their places in the files", { cacheBytes: 0 }],
  ] as const) {
    const store = openSoftTargets(path, options);
    bench(way, async () => {
      await (await store).read(ids[batch++ % ids.length]!);
    });
  }
});
