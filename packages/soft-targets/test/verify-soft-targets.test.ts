import { createHash } from "node:crypto";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { verifySoftTargets } from "../src/index.ts";
import { encodeShard } from "../src/internal/encode-shard.ts";
import { edgesOf, joinEdges } from "../src/internal/shard-layout.ts";
import { openSoftTargets } from "../src/node/index.ts";
import { storedManifest } from "./fixtures/parse-stored.ts";
import { answersOf, recordStore } from "./fixtures/record-store.ts";

const inside = useTemporaryDirectory();
const verify = async (options = {}) => verifySoftTargets(await openSoftTargets(inside("s")), options);

/** Replaces the second shard by other rows, with the checksums that go with them: a lie that only the contents betray. */
function replaceShard(ids: number[], augmentationSeed: number, indices?: Int32Array): void {
  const manifest = storedManifest(inside("s"));
  const logits = indices ? new Float32Array(indices.length) : answersOf(ids, 5);
  const answers = indices ? { indices, logits, tailLogits: new Float32Array(ids.length) } : { logits };
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
    await expect(verify()).rejects.toThrow(`${path} has ${good.length + 1} bytes, not ${good.length}; ${cure}`);
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

  test("finds a class that does not exist", async () => {
    await recordStore(inside("s"), { rowsPerShard: 5, encoding: { kind: "top-k", k: 1, dtype: "float32" } });
    replaceShard([5, 6, 7, 8, 9], 0, Int32Array.of(0, 4, 5, 0, 0));
    await expect(verify()).rejects.toThrow("shard-00001.arrow names class 5, of 5 classes");
  });

  test("stops when it is told to", async () => {
    await recordStore(inside("s"));
    await expect(verify({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    await expect(verify({ signal: { aborted: true } })).rejects.toThrow("verifySoftTargets: aborted");
  });
});
