import { createHash } from "node:crypto";
import { createRandom } from "@dark-knowledge/core";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { beforeEach, describe, expect, test } from "vitest";
import { type OpenSoftTargetsOptions, openSoftTargetsFrom, topKLogits } from "../src/index.ts";
import { edgesOf, joinEdges } from "../src/internal/shard-layout.ts";
import type { SoftTargetWriterOptions } from "../src/node/index.ts";
import { type MemoryFiles, memoryFilesOf } from "./fixtures/memory-files.ts";
import { answerOf, answersOf, CLASSES, OPTIONS, recordStore } from "./fixtures/record-store.ts";

const inside = useTemporaryDirectory();

async function recorded(options: Partial<SoftTargetWriterOptions> = {}): Promise<MemoryFiles> {
  await recordStore(inside("store"), { rowsPerShard: 4, ...options });
  return memoryFilesOf(inside("store"));
}

function hashesOf(bytes: Uint8Array) {
  const hash = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
  const [head, tail] = edgesOf(bytes.length).map(({ start, end }) => bytes.subarray(start, end));
  return { bytes: bytes.length, sha256: hash(bytes), metadataSha256: hash(joinEdges(head!, tail!)) };
}

/** Both ways of reading: shards kept in memory, and rows by their places in the files. */
const WAYS: [string, OpenSoftTargetsOptions][] = [
  ["shards kept in memory", {}],
  ["rows read by their places", { cacheBytes: 0 }],
];

describe.each(WAYS)("openSoftTargetsFrom(files), %s", (_, way) => {
  test("gives the answers by id, in the order that was asked for", async () => {
    const store = await openSoftTargetsFrom(await recorded(), way);
    const ids = [7, 0, 9, 3, 3];
    expect(await store.read(ids)).toEqual({ kind: "dense", logits: answersOf(ids, 5) });
    expect(await store.read([])).toEqual({ kind: "dense", logits: new Float32Array(0) });
  });

  test.each(["float16", "float32"] as const)("gives %s as it was recorded, with ids that have gaps", async (dtype) => {
    const ids = [2, 3, 5, 8, 13, 21, 34, 55, 89, 2 ** 31 - 1];
    const store = await openSoftTargetsFrom(await recorded({ ids, encoding: { kind: "dense", dtype } }), way);
    expect(store.manifest.idType).toBe("int32");
    const asked = [89, 2, 2 ** 31 - 1, 8];
    expect(await store.read(asked)).toEqual({ kind: "dense", logits: answersOf(asked, 5) });
    expect(await store.findMissing([2, 4])).toBe(4);
    expect(await store.findMissing([89, 90])).toBe(90);
    expect(await store.findMissing(ids)).toBeUndefined();
  });

  test("takes ids beyond 32 bits", async () => {
    const ids = [5, 2 ** 31, 2 ** 40 + 1, 2 ** 53 - 2];
    const store = await openSoftTargetsFrom(await recorded({ ids, rowsPerShard: 3 }), way);
    expect(store.manifest.idType).toBe("int64");
    const asked = [2 ** 40 + 1, 2 ** 53 - 2, 5];
    expect(await store.read(asked)).toEqual({ kind: "dense", logits: answersOf(asked, 5) });
  });

  test("gives top-k answers with the mass of the rest", async () => {
    const files = await recorded({ encoding: { kind: "top-k", k: 2, dtype: "float16" } });
    const ids = [9, 1, 4];
    const expected = topKLogits(answersOf(ids, 5), { classCount: 5, k: 2 });
    expect(await (await openSoftTargetsFrom(files, way)).read(ids)).toEqual({ kind: "top-k", ...expected });
  });

  test("has the indices of more than 65,536 classes in 32 bits", async () => {
    const classNames = Array.from({ length: 70_000 }, (_, index) => String(index));
    const logits = new Float32Array(70_000).fill(-20);
    logits[69_999] = 3;
    logits[5] = 1;
    const { createSoftTargetWriter } = await import("../src/node/index.ts");
    const encoding = { kind: "top-k", k: 2, dtype: "float32" } as const;
    const writer = await createSoftTargetWriter(inside("wide"), { ...OPTIONS, classNames, ids: [4], encoding });
    writer.next(1);
    await writer.append(logits);
    await writer.finish();
    await writer.close();
    const store = await openSoftTargetsFrom(memoryFilesOf(inside("wide")), way);
    expect(await store.read([4])).toMatchObject({ indices: Int32Array.of(69_999, 5), logits: Float32Array.of(3, 1) });
  });

  test("keeps the views of an example apart by their augmentation seeds", async () => {
    const store = await openSoftTargetsFrom(await recorded({ augmentationSeeds: [0, 77, 2 ** 32 - 1] }), way);
    for (const seed of [2 ** 32 - 1, 0, 77]) {
      expect(await store.read([8, 1], seed)).toEqual({ kind: "dense", logits: answersOf([8, 1], 5, seed) });
    }
    await expect(store.read([1], 78)).rejects.toThrow(
      /^SoftTargets\.read: memory\/manifest\.json has no view with augmentation seed 78 \(it has 0, 77, 4294967295\); record these views too$/,
    );
  });

  test("gives −∞ back, and what does not fit in float16 exactly is rounded", async () => {
    const { createSoftTargetWriter } = await import("../src/node/index.ts");
    for (const dtype of ["float16", "float32"] as const) {
      const options = { ...OPTIONS, ids: [0], encoding: { kind: "dense", dtype } } as const;
      const writer = await createSoftTargetWriter(inside(dtype), options);
      writer.next(1);
      const logits = Float32Array.of(-Infinity, 0.1, -65_504, 1e-7, -0);
      await writer.append(logits);
      await writer.finish();
      await writer.close();
      const answers = await (await openSoftTargetsFrom(memoryFilesOf(inside(dtype)), way)).read([0]);
      // 0.1 ≈ 1638 · 2⁻¹⁴ and 1e-7 ≈ 2 · 2⁻²⁴ in float16.
      const rounded = Float32Array.of(-Infinity, 1638 * 2 ** -14, -65_504, 2 ** -23, -0);
      expect(answers.logits).toEqual(dtype === "float32" ? logits : rounded);
    }
  });

  test("names a missing id and the cure", async () => {
    const store = await openSoftTargetsFrom(await recorded({ ids: [1, 2, 4, 5, 6, 7] }), way);
    for (const id of [0, 3, 8]) {
      await expect(store.read([1, id])).rejects.toThrow(
        `SoftTargets.read: memory/manifest.json has no answer for example ${id}; record the whole transfer set, and from the same dataset`,
      );
    }
    await expect(store.read([1.5])).rejects.toThrow("SoftTargets.read: ids must be integers, got 1.5");
  });

  test("takes no byte of a shard for a length, whatever it is changed to, checksums made anew", async () => {
    const files = await recorded({ ids: [1, 2, 4, 5], rowsPerShard: 4 });
    const manifest = JSON.parse(new TextDecoder().decode(files.files.get("manifest.json")));
    const [shard] = manifest.shards;
    const good = files.files.get(shard.file)!;
    let refused = 0;
    for (let at = 0; at < good.length; at++) {
      const bytes = good.slice();
      bytes[at]! ^= at % 3 === 0 ? 0x80 : at % 3 === 1 ? 0xff : 0x41;
      files.files.set(shard.file, bytes);
      Object.assign(shard, hashesOf(bytes));
      files.files.set("manifest.json", new TextEncoder().encode(JSON.stringify(manifest)));
      try {
        const { logits } = await (await openSoftTargetsFrom(files, way)).read([1, 4]);
        // What changed was a value, or one of those bytes that mean nothing.
        expect(logits.length).toBe(10);
      } catch (error) {
        expect((error as Error).message).toMatch(
          /^(openSoftTargets: memory\/shard|SoftTargets\.read: memory\/manifest)[^\n]{1,400}$/,
        );
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });

  test("finds every row among random ids", async () => {
    const random = createRandom(5);
    const ids = [...new Set(Array.from({ length: 300 }, () => random.integer(3000)))].sort((a, b) => a - b);
    const store = await openSoftTargetsFrom(await recorded({ ids, rowsPerShard: 37 }), way);
    const order = random.permutation(ids.length);
    const asked = Array.from(order, (position) => ids[position]!);
    expect(await store.read(asked)).toEqual({ kind: "dense", logits: answersOf(asked, 5) });
    const absent = Array.from({ length: 3000 }, (_, id) => id).filter((id) => !ids.includes(id));
    for (const id of absent.slice(0, 100)) expect(await store.findMissing([ids[0]!, id])).toBe(id);
  });
});

describe("openSoftTargetsFrom(files)", () => {
  test("reads nothing but the manifest, then each shard once when it fits", async () => {
    const files = await recorded();
    const store = await openSoftTargetsFrom(files);
    expect(files.log).toEqual(["all manifest.json"]);
    await store.read([1, 9]);
    await Promise.all([store.read([2, 8]), store.read([0, 3, 9]), store.read([4]), store.read([5])]);
    expect(files.log.sort()).toEqual(
      ["all manifest.json", ...[0, 1, 2].map((index) => `all shard-0000${index}.arrow`)].sort(),
    );
    await store.close();
    expect(files.log).toContain("close");
  });

  test("reads only the rows that are wanted when the store does not fit", async () => {
    const files = await recorded();
    const store = await openSoftTargetsFrom(files, { cacheBytes: 100 });
    await store.read([1]);
    files.log.length = 0;
    await store.read([1, 2]);
    // Two rows of five float32; the metadata is known, and ids without gaps need not be read.
    expect(files.log).toEqual(["ranges shard-00000.arrow 40"]);
  });

  test("runs through all rows in stored order", async () => {
    const encoding = { kind: "dense", dtype: "float16" } as const;
    const store = await openSoftTargetsFrom(await recorded({ augmentationSeeds: [0, 3], encoding }));
    const seen: [number, number, number[]][] = [];
    for await (const { ids, augmentationSeed, answers } of store.blocks()) {
      ids.forEach((id, row) => {
        seen.push([augmentationSeed, id, Array.from(answers.logits.subarray(row * 5, (row + 1) * 5))]);
      });
    }
    const expected = [0, 3].flatMap((seed) =>
      Array.from({ length: 10 }, (_, id) => [seed, id, answerOf(id, 5, seed)] as const),
    );
    expect(seen).toEqual(expected);
  });

  describe("refuses", () => {
    let files: MemoryFiles;
    beforeEach(async () => {
      files = await recorded();
    });

    test("another teacher", async () => {
      await expect(openSoftTargetsFrom(files, { teacherFingerprint: "teacher-b" })).rejects.toThrow(
        "openSoftTargets: memory/manifest.json has the answers of teacher teacher-a, not of teacher-b; record this teacher's into another directory",
      );
      await openSoftTargetsFrom(files, { teacherFingerprint: "teacher-a" });
    });

    test("another list of classes, also in another order", async () => {
      await expect(openSoftTargetsFrom(files, { classNames: [...CLASSES].reverse() })).rejects.toThrow(
        'openSoftTargets: memory/manifest.json is for the classes "ant", "bee", "cat", "dog", … (5), not "eel", "dog", "cat", "bee", … (5); record again with this list',
      );
      await expect(openSoftTargetsFrom(files, { classNames: CLASSES.slice(1) })).rejects.toThrow(/record again/);
      await openSoftTargetsFrom(files, { classNames: CLASSES });
    });

    test("options out of range", async () => {
      await expect(openSoftTargetsFrom(files, { cacheBytes: -1 })).rejects.toThrow(
        "openSoftTargets: cacheBytes must be a finite number, at least 0, got -1",
      );
    });

    test.each(WAYS)("a shard that is cut off, missing or of another store (%s)", async (_, way) => {
      const shard = files.files.get("shard-00001.arrow")!;
      const read = async (bytes: Uint8Array) => {
        files.files.set("shard-00001.arrow", bytes);
        await (await openSoftTargetsFrom(files, way)).read([5]);
      };
      const cure = "restore it from a copy, or record again";
      await expect(read(shard.slice(0, -7))).rejects.toThrow(
        `openSoftTargets: memory/shard-00001.arrow is cut off, it must have ${shard.length} bytes; ${cure}`,
      );
      await expect(read(new Uint8Array(0))).rejects.toThrow(/^openSoftTargets: memory\/shard-00001\.arrow is /);
      await expect(read(new Uint8Array(shard.length))).rejects.toThrow(
        /^openSoftTargets: memory\/shard-00001\.arrow is damaged: its checksum is not the manifest's; restore/,
      );
      files.files.delete("shard-00001.arrow");
      await expect((await openSoftTargetsFrom(files, way)).read([5])).rejects.toThrow(
        "memory has no shard-00001.arrow",
      );
      // The other shards are as good as before.
      const answers = await (await openSoftTargetsFrom(files, way)).read([0, 9]);
      expect(answers.logits).toEqual(answersOf([0, 9], 5));
    });

    test("a shard with one changed bit, by its checksum, unless told not to look", async () => {
      const shard = files.files.get("shard-00000.arrow")!;
      shard[Buffer.from(shard).indexOf(Buffer.from(answersOf([1], 5).buffer))]! ^= 1;
      await expect((await openSoftTargetsFrom(files)).read([1])).rejects.toThrow(
        "openSoftTargets: memory/shard-00000.arrow is damaged: its checksum is not the manifest's; restore it from a copy, or record again",
      );
      await expect((await openSoftTargetsFrom(files, { checksums: false })).read([1])).resolves.toBeDefined();
    });

    test("a good Arrow file that is another store's", async () => {
      await recordStore(inside("other"), { classNames: ["x", "y"], rowsPerShard: 4 });
      const other = memoryFilesOf(inside("other")).files.get("shard-00000.arrow")!;
      const manifest = JSON.parse(new TextDecoder().decode(files.files.get("manifest.json")));
      manifest.shards[0].bytes = other.length;
      files.files.set("manifest.json", new TextEncoder().encode(JSON.stringify(manifest)));
      files.files.set("shard-00000.arrow", other);
      await expect((await openSoftTargetsFrom(files, { checksums: false })).read([1])).rejects.toThrow(
        "openSoftTargets: memory/shard-00000.arrow has the columns id: Int32, augmentation_seed: Uint32, logits: Float32[2], not id: Int32, augmentation_seed: Uint32, logits: Float32[5]; restore it from a copy, or record again",
      );
    });

    test("a damaged byte, whichever it is, also in a shard that is not read whole", async () => {
      const random = createRandom(9);
      const shard = files.files.get("shard-00000.arrow")!.slice();
      for (let round = 0; round < 300; round++) {
        const bytes = shard.slice();
        bytes[random.integer(bytes.length)]! ^= 1 + random.integer(255);
        files.files.set("shard-00000.arrow", bytes);
        const store = await openSoftTargetsFrom(files, round % 2 === 0 ? {} : { cacheBytes: 0 });
        const problem = await store.read([1]).then(
          () => undefined,
          (error: Error) => error.message,
        );
        expect(problem).toBe(
          "openSoftTargets: memory/shard-00000.arrow is damaged: its checksum is not the manifest's; restore it from a copy, or record again",
        );
      }
    });
  });
});
