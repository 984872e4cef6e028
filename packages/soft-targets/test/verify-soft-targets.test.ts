import { createHash } from "node:crypto";
import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { summariseSoftTargets, type TopKLogits, verifySoftTargets } from "../src/index.ts";
import { encodeShard, type ShardRows } from "../src/internal/encode-shard.ts";
import { edgesOf, joinEdges } from "../src/internal/shard-layout.ts";
import { openSoftTargets } from "../src/node/index.ts";
import { storedManifest } from "./fixtures/parse-stored.ts";
import { answersOf, recordStore } from "./fixtures/record-store.ts";

const inside = useTemporaryDirectory();
const verify = async (options = {}) => verifySoftTargets(await openSoftTargets(inside("s")), options);

/** Replaces the second shard by other rows, with the checksums that go with them: a lie that only the contents betray. */
function replaceShard(ids: number[], augmentationSeed: number, answers: ShardRows["answers"] = dense(ids)): void {
  const manifest = storedManifest(inside("s"));
  const bytes = encodeShard(manifest, { ids, augmentationSeed, answers });
  const hash = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
  const [head, tail] = edgesOf(bytes.length).map(({ start, end }) => bytes.subarray(start, end));
  Object.assign(manifest.shards[1], {
    bytes: bytes.length,
    sha256: hash(bytes),
    metadataSha256: hash(joinEdges(head!, tail!)),
  });
  writeFileSync(inside("s", manifest.shards[1].file), bytes);
  writeFileSync(inside("s", "manifest.json"), JSON.stringify(manifest));
}

const dense = (ids: readonly number[]) => ({ logits: answersOf(ids, 5) });
const IDS = [5, 6, 7, 8, 9];

/** Answers to {@link IDS} in which some numbers are others. */
function denseBut(changes: Record<number, number>): { logits: Float32Array } {
  const { logits } = dense(IDS);
  for (const [at, value] of Object.entries(changes)) logits[Number(at)] = value;
  return { logits };
}

/** Answers to {@link IDS} with the two largest of five logits, in which some numbers are others. */
function topTwoBut(changes: { indices?: number[]; logits?: number[]; tailLogits?: number[] }): TopKLogits {
  const answers = {
    indices: Int32Array.of(0, 1, 2, 3, 4, 0, 1, 2, 3, 4),
    logits: Float32Array.of(5, 4, 5, 4, 5, 4, 5, 4, 5, 4),
    tailLogits: Float32Array.of(1, 1, 1, 1, 1),
  };
  for (const part of ["indices", "logits", "tailLogits"] as const) answers[part].set(changes[part] ?? []);
  return answers;
}

/** All ways to read a store must say the same: its verification, and reading from memory and by places. */
async function expectRefused(problem: string): Promise<void> {
  const path = inside("s", "shard-00001.arrow");
  const message = `openSoftTargets: ${path} has ${problem}; restore it from a copy, or record again`;
  await expect(verify()).rejects.toThrow(message);
  for (const cacheBytes of [2 ** 20, 0]) {
    const store = await openSoftTargets(inside("s"), { cacheBytes });
    await expect(store.read(IDS)).rejects.toThrow(message);
    await expect(summariseSoftTargets(store)).rejects.toThrow(message);
    expect((await store.read([0])).logits.length).toBeGreaterThan(0);
    await store.close();
  }
}

describe("verifySoftTargets(softTargets)", () => {
  test("counts the answers of a good store, and tells how far it is", async () => {
    const progress: [number, number][] = [];
    await recordStore(inside("s"), { rowsPerShard: 4, augmentationSeeds: [0, 3] });
    expect(await verify({ onProgress: (done: number, total: number) => progress.push([done, total]) })).toBe(20);
    expect(progress).toHaveLength(6);
    expect(progress.at(-1)![0]).toBe(progress[0]![1]);
  });

  test("finds one wrong bit in any shard, and a shard that is too short or too long", async () => {
    await recordStore(inside("s"), { rowsPerShard: 4 });
    const path = inside("s", "shard-00002.arrow");
    const good = readFileSync(path);
    const cure = "restore it from a copy, or record again";
    for (let position = 0; position < good.length; position += 97) {
      const bytes = Uint8Array.from(good);
      bytes[position]! ^= 16;
      writeFileSync(path, bytes);
      await expect(verify()).rejects.toThrow(
        `openSoftTargets: ${path} is damaged: its checksum is not the manifest's; ${cure}`,
      );
    }
    writeFileSync(path, Buffer.concat([good, Buffer.from([0])]));
    await expect(verify()).rejects.toThrow(
      `openSoftTargets: cannot read ${path} (${good.length + 1} bytes, more than ${good.length}); ${cure}`,
    );
    truncateSync(path, 100);
    await expect(verify()).rejects.toThrow(`${path} is cut off, it must have ${good.length} bytes; ${cure}`);
  });

  test("looks again also at what is in memory", async () => {
    await recordStore(inside("s"));
    const store = await openSoftTargets(inside("s"));
    await store.read([1]);
    writeFileSync(inside("s", "shard-00000.arrow"), "");
    await expect(verifySoftTargets(store)).rejects.toThrow("shard-00000.arrow is cut off");
  });

  test("finds ids, seeds and classes that contradict the manifest", async () => {
    await recordStore(inside("s"), { rowsPerShard: 5 });
    replaceShard([5, 6, 8, 7, 9], 0);
    await expect(verify()).rejects.toThrow("shard-00001.arrow has id 7 behind 8");
    replaceShard([4, 6, 7, 8, 9], 0);
    await expect(verify()).rejects.toThrow("shard-00001.arrow has ids from 4 to 9, not from 5 to 9");
    replaceShard([5, 6, 7, 8, 9], 1);
    await expect(verify()).rejects.toThrow("shard-00001.arrow has other augmentation seeds than 0");
    replaceShard([5, 6, 7, 8], 0);
    await expect(verify()).rejects.toThrow("shard-00001.arrow has 4 rows, not 5");
  });

  test.each([
    [{ 3: Number.NaN }, "NaN for class 3 in the answer to example 5"],
    [{ 23: Infinity }, "Infinity for class 3 in the answer to example 9"],
    [
      { 10: -Infinity, 11: -Infinity, 12: -Infinity, 13: -Infinity, 14: -Infinity },
      "no finite logit in the answer to example 7",
    ],
  ])("finds full answers that no teacher gives: %o", async (changes, problem) => {
    for (const dtype of ["float16", "float32"] as const) {
      rmSync(inside("s"), { recursive: true, force: true });
      await recordStore(inside("s"), { rowsPerShard: 5, encoding: { kind: "dense", dtype } });
      replaceShard(IDS, 0, denseBut(changes));
      await expectRefused(problem);
    }
  });

  test.each([
    [{ indices: [0, 1, 2, 5] }, "class 5, of 5 classes in the answer to example 6"],
    [{ indices: [0, 0] }, "class 0 twice in the answer to example 5"],
    [{ logits: [5, 4, 5, Number.NaN] }, "NaN for class 3 in the answer to example 6"],
    [{ logits: [Infinity] }, "Infinity for class 0 in the answer to example 5"],
    [{ logits: [4, 5] }, "5 behind a smaller logit in the answer to example 5"],
    [{ logits: [-Infinity, -Infinity] }, "no finite logit in the answer to example 5"],
    [{ tailLogits: [1, Number.NaN] }, "NaN for the other classes in the answer to example 6"],
  ])("finds top-k answers that no teacher gives: %o", async (changes, problem) => {
    await recordStore(inside("s"), { rowsPerShard: 5, encoding: { kind: "top-k", k: 2, dtype: "float32" } });
    replaceShard(IDS, 0, topTwoBut(changes));
    await expectRefused(problem);
  });

  test("stops when it is told to", async () => {
    await recordStore(inside("s"));
    await expect(verify({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    await expect(verify({ signal: { aborted: true } })).rejects.toThrow("verifySoftTargets: aborted");
  });
});
