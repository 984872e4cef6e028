import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { useChild, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { verifySoftTargets } from "../../src/index.ts";
import { createSoftTargetWriter, openSoftTargets, type SoftTargetWriterOptions } from "../../src/node/index.ts";
import { killRecording } from "../fixtures/kill-recording.ts";
import { answersOf, CLASSES, OPTIONS, recordStore } from "../fixtures/record-store.ts";

const inside = useTemporaryDirectory();
// With apache-arrow in it, because processes that are killed had better start quickly.
const startChild = useChild("record-slowly", { packageFolder: new URL("../..", import.meta.url) });
// SOAK_EXAMPLES=25000 SOAK_KILLS=200 records more, and is killed more often.
const SIZE = Number(process.env.SOAK_EXAMPLES ?? 240);
const KILLS = Number(process.env.SOAK_KILLS ?? 8);
const SOAK_TIME = 120_000 + 10 * SIZE + 6000 * KILLS;
const filesOf = (directory: string) =>
  Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(`${directory}/${name}`, "base64")]));

/** Records some batches and stops without finishing, as a process that ends does. */
async function recordPart(directory: string, batches: number, options: Partial<SoftTargetWriterOptions> = {}) {
  const writer = await createSoftTargetWriter(directory, { ...OPTIONS, rowsPerShard: 4, ...options });
  for (let batch = 0; batch < batches; batch++) {
    const { ids, augmentationSeed } = writer.next(2)!;
    await writer.append(answersOf(ids, 5, augmentationSeed));
  }
  await writer.close();
  return writer;
}

describe("createSoftTargetWriter(directory)", () => {
  test("writes shards of the wanted size and a manifest, and nothing else", async () => {
    await recordStore(inside("a", "b"), { rowsPerShard: 4, augmentationSeeds: [0, 5], augmentation: { jitter: 2 } });
    expect(readdirSync(inside("a", "b")).sort()).toEqual([
      "manifest.json",
      ...[0, 1, 2, 3, 4, 5].map((index) => `shard-0000${index}.arrow`),
    ]);
    const manifest = JSON.parse(readFileSync(inside("a", "b", "manifest.json"), "utf8"));
    expect(manifest).toMatchObject({
      format: "dark-knowledge/soft-targets",
      version: 1,
      classNames: CLASSES,
      teacherFingerprint: "teacher-a",
      dataset: { size: 10 },
      encoding: { kind: "dense", dtype: "float32" },
      augmentationSeeds: [0, 5],
      augmentation: { jitter: 2 },
      isComplete: true,
    });
    const shards = manifest.shards as { firstId: number; lastId: number; rows: number; augmentationSeed: number }[];
    expect(
      shards.map(({ firstId, lastId, rows, augmentationSeed }) => [firstId, lastId, rows, augmentationSeed]),
    ).toEqual(
      [0, 5].flatMap((seed) => [
        [0, 3, 4, seed],
        [4, 7, 4, seed],
        [8, 9, 2, seed],
      ]),
    );
  });

  test("tells what it wants next, and when all is there", async () => {
    const writer = await createSoftTargetWriter(inside("s"), { ...OPTIONS, rowsPerShard: 4, augmentationSeeds: [3] });
    expect([writer.recorded, writer.total]).toEqual([0, 10]);
    expect(writer.next(3)).toEqual({ ids: [0, 1, 2], augmentationSeed: 3 });
    expect(writer.next(100)).toEqual({ ids: [3], augmentationSeed: 3 });
    await writer.append(answersOf([3], 5));
    expect(writer.recorded).toBe(1);
    await expect(writer.finish()).rejects.toThrow(
      "SoftTargetWriter.finish: writer must have 10 answers before it is finished, got 1",
    );
    expect([writer.next(9)?.ids, writer.next(9)?.ids, writer.next(9)]).toEqual([[4, 5, 6, 7], [8, 9], undefined]);
    await writer.close();
    await expect(writer.append(answersOf([8, 9], 5))).rejects.toThrow(
      "SoftTargetWriter.append: writer must be open, got closed",
    );
  });

  test("resumes where an earlier recording ended: the files are the same as without a break", async () => {
    await recordStore(inside("whole"), { rowsPerShard: 4, augmentationSeeds: [0, 5] });
    for (const batches of [0, 1, 2, 5, 7]) {
      const directory = inside(`broken-${batches}`);
      const { recorded } = await recordPart(directory, batches, { augmentationSeeds: [0, 5] });
      expect(recorded).toBe(2 * batches);
      // Shards of four, and at the end of a view one of two; the others are in the journal.
      const inShards = [0, 0, 4, 4, 8, 10, 10, 14][batches];
      await expect(openSoftTargets(directory)).rejects.toThrow(
        `openSoftTargets: ${directory}/manifest.json has ${inShards} of 20 answers in shards, its recording did not finish; record again into the same directory to resume it`,
      );
      expect(await verifySoftTargets(await openSoftTargets(directory, { allowIncomplete: true }))).toBe(inShards);
      expect(existsSync(`${directory}/journal.bin`)).toBe(recorded !== inShards);
      await recordStore(directory, { rowsPerShard: 4, augmentationSeeds: [0, 5] });
      expect(filesOf(directory)).toEqual(filesOf(inside("whole")));
    }
  });

  test("takes away the journal of a process that was killed when its last shard was entered", async () => {
    const options = { ...OPTIONS, rowsPerShard: 5 };
    const writer = await createSoftTargetWriter(inside("s"), options);
    for (let wanted = writer.next(3); wanted !== undefined && wanted.ids[0]! < 8; wanted = writer.next(3)) {
      await writer.append(answersOf(wanted.ids, 5, wanted.augmentationSeed));
    }
    const journal = readFileSync(inside("s", "journal.bin"));
    await writer.close();
    await recordStore(inside("s"), { rowsPerShard: 5 });
    const whole = filesOf(inside("s"));
    writeFileSync(inside("s", "journal.bin"), journal);
    await recordStore(inside("s"), { rowsPerShard: 5 });
    expect(filesOf(inside("s"))).toEqual(whole);
  });

  test("adds views to a finished recording, and records nothing twice", async () => {
    await recordStore(inside("s"), { augmentationSeeds: [0, 5] });
    const before = filesOf(inside("s"));
    await recordStore(inside("s"), { augmentationSeeds: [0, 5] });
    expect(filesOf(inside("s"))).toEqual(before);
    await recordStore(inside("s"), { augmentationSeeds: [0, 5, 6] });
    const { "manifest.json": _, ...shards } = before;
    expect(filesOf(inside("s"))).toMatchObject(shards);
    const store = await openSoftTargets(inside("s"));
    expect(await store.read([4], 6)).toEqual({ kind: "dense", logits: answersOf([4], 5, 6) });
  });

  test("removes what a killed process left, and keeps every other file", async () => {
    await recordPart(inside("s"), 2);
    for (const name of [".shard-00001.arrow.part", ".manifest.json.part", "shard-00001.arrow"]) {
      writeFileSync(inside("s", name), "half");
    }
    writeFileSync(inside("s", "notes.txt"), "mine");
    await recordStore(inside("s"), { rowsPerShard: 100 });
    expect(readdirSync(inside("s")).sort()).toEqual([
      "manifest.json",
      "notes.txt",
      "shard-00000.arrow",
      "shard-00001.arrow",
    ]);
    expect(await verifySoftTargets(await openSoftTargets(inside("s")))).toBe(10);
  });

  test(
    "loses no answer that was safe, killed at any moment, and asks for none twice",
    async () => {
      const rowsPerShard = Math.ceil(SIZE / 15);
      const recording = {
        directory: inside("killed"),
        log: inside("log"),
        size: SIZE,
        rowsPerShard,
        most: 4,
        workers: 3,
      };
      const outcome = await killRecording({ ...recording, kills: KILLS }, startChild);
      expect(outcome.askedTwice).toEqual([]);
      expect(outcome.kills).toBeGreaterThan(KILLS / 2);
      // Each kill costs what was being asked, and no more.
      expect(outcome.questions).toBeLessThanOrEqual(2 * SIZE + outcome.kills * 3 * 4);
      const ids = Array.from({ length: SIZE }, (_, id) => id * 2);
      await recordStore(inside("whole"), { ids, augmentationSeeds: [0, 9], rowsPerShard }, 4);
      const { ".writer.lock": _, ...left } = filesOf(inside("killed"));
      expect(left).toEqual(filesOf(inside("whole")));
    },
    SOAK_TIME,
  );

  describe("refuses", () => {
    const refuses = (options: Partial<SoftTargetWriterOptions>, text: string, directory = inside("s")) =>
      expect(createSoftTargetWriter(directory, { ...OPTIONS, ...options })).rejects.toThrow(text);

    test("a directory with the answers of another teacher, other classes, examples, encodings or views", async () => {
      await recordPart(inside("s"), 2, { augmentation: { jitter: 1 }, datasetFingerprint: "d1" });
      const same = { augmentation: { jitter: 1 }, datasetFingerprint: "d1" };
      const where = `createSoftTargetWriter: ${inside("s", "manifest.json")}`;
      const cure = "choose another directory, or delete this one";
      const cases: [Partial<SoftTargetWriterOptions>, string][] = [
        [{ teacherFingerprint: "teacher-b" }, "has the answers of teacher teacher-a, not of teacher-b"],
        [{ classNames: ["ant", "bee"] }, 'is for the classes "ant", "bee", "cat", "dog", … (5), not "ant", "bee"'],
        [{ ids: [0, 1, 2] }, "is for 10 examples, not 3"],
        [{ ids: [0, 1, 2, 3, 4, 5, 6, 7, 8, 10] }, "is for examples with other ids"],
        [{ datasetFingerprint: "d2" }, "is for another dataset with the same ids"],
        [{ encoding: { kind: "dense", dtype: "float16" } }, "holds 5 classes, float32, not 5 classes, float16"],
        [
          { encoding: { k: 2, dtype: "float32", kind: "top-k" } },
          "holds 5 classes, float32, not top 2 of 5 classes, float32",
        ],
        [{ augmentation: { jitter: 2 } }, 'has views with {"jitter":1}, not {"jitter":2}'],
        [{ augmentationSeeds: [1] }, "has views with the seeds 0, not 1"],
      ];
      for (const [options, problem] of cases) await refuses({ ...same, ...options }, `${where} ${problem}; ${cure}`);
      // None of them keeps the lock.
      expect(existsSync(inside("s", ".writer.lock"))).toBe(false);
    });

    test("a directory that holds something else, a file, and one whose shards are gone", async () => {
      mkdirSync(inside("full"));
      writeFileSync(inside("full", "thesis.tex"), "");
      await refuses(
        {},
        `createSoftTargetWriter: ${inside("full")} is not empty (thesis.tex) and holds no soft targets; choose another directory`,
        inside("full"),
      );
      writeFileSync(inside("file"), "");
      await refuses(
        {},
        `createSoftTargetWriter: cannot write to ${inside("file", "s")} (ENOTDIR); choose another directory`,
        inside("file", "s"),
      );
      await recordPart(inside("s"), 5);
      const cure = "restore it from a copy, or delete the directory and record again";
      const { size } = { size: readFileSync(inside("s", "shard-00001.arrow")).length };
      truncateSync(inside("s", "shard-00001.arrow"), 20);
      await refuses({}, `${inside("s", "shard-00001.arrow")} has 20 bytes, not ${size}; ${cure}`);
      rmSync(inside("s", "shard-00001.arrow"));
      await refuses({}, `createSoftTargetWriter: ${inside("s", "shard-00001.arrow")} is missing; ${cure}`);
      writeFileSync(inside("s", "manifest.json"), "{");
      await expect(createSoftTargetWriter(inside("s"), OPTIONS)).rejects.toThrow(
        /manifest\.json is not JSON .*restore/,
      );
    });

    test("a second writer, also in the same process, until the first has let go", async () => {
      const first = await createSoftTargetWriter(inside("s"), OPTIONS);
      const text = `createSoftTargetWriter: ${inside("s")} is being written by process ${process.pid}; wait for it, or end it (the lock is ${inside("s", ".writer.lock")})`;
      await refuses({}, text);
      await first.close();
      await (await createSoftTargetWriter(inside("s"), OPTIONS)).close();
    });

    test("options that make no sense", async () => {
      const cases: [Partial<SoftTargetWriterOptions>, string][] = [
        [{ classNames: [] }, "classNames must name at least one class, got 0"],
        [{ teacherFingerprint: "" }, 'teacherFingerprint must not be empty, got ""'],
        [{ ids: [] }, "ids must have at least one id, got 0"],
        [{ ids: [1, 1] }, "ids[1] must be above the id before it, 1, got 1"],
        [{ ids: [3, 2] }, "ids[1] must be above the id before it, 3, got 2"],
        [{ ids: [-1] }, "ids[0] must be an integer, at least 0, got -1"],
        [{ ids: [0.5] }, "ids[0] must be an integer, at least 0, got 0.5"],
        [{ augmentationSeeds: [] }, "augmentationSeeds must have at least one seed, got 0"],
        [{ augmentationSeeds: [1, 1] }, "augmentationSeeds[1] must not come twice, got 1"],
        [{ augmentationSeeds: [2 ** 32] }, "augmentationSeeds[0] must be an integer"],
        [{ rowsPerShard: 0 }, "rowsPerShard must be an integer"],
        [{ encoding: { kind: "top-k", k: 5, dtype: "float32" } }, "encoding.k must be an integer"],
        [{ encoding: { kind: "sparse" } as never }, 'encoding.kind must be one of "dense", "top-k", got "sparse"'],
        [
          { encoding: { kind: "dense", dtype: "int8" } as never },
          'encoding.dtype must be one of "float16", "float32", got "int8"',
        ],
      ];
      for (const [options, problem] of cases) await refuses(options, `createSoftTargetWriter: ${problem}`);
      expect(existsSync(inside("s"))).toBe(false);
    });

    test("answers that do not fit, NaN, +∞, nothing but −∞, and what float16 cannot hold", async () => {
      const writer = await createSoftTargetWriter(inside("s"), {
        ...OPTIONS,
        encoding: { kind: "dense", dtype: "float16" },
      });
      await expect(writer.append(new Float32Array(5))).rejects.toThrow(
        "SoftTargetWriter.append: logits must be 0 rows of 5 logits (as next returned), got length 5",
      );
      writer.next(2);
      await expect(writer.append(new Float32Array(5))).rejects.toThrow(
        "SoftTargetWriter.append: logits must be 2 rows of 5 logits (as next returned), got length 5",
      );
      const limit = "logits must be within ±65504 or −∞ for float16";
      for (const value of [65_505, -65_505]) {
        const logits = new Float32Array(10);
        logits[6] = value;
        await expect(writer.append(logits)).rejects.toThrow(
          `SoftTargetWriter.append: ${limit}, got ${value} for class 1 of example 1`,
        );
      }
      const finite = "logits must be finite or −∞, with a finite one for each example";
      for (const value of [Number.NaN, Infinity]) {
        const logits = new Float32Array(10);
        logits[6] = value;
        await expect(writer.append(logits)).rejects.toThrow(
          `SoftTargetWriter.append: ${finite}, got ${value} for class 1 in the answer to example 1`,
        );
      }
      await expect(writer.append(new Float32Array(10).fill(-Infinity, 5))).rejects.toThrow(
        `SoftTargetWriter.append: ${finite}, got no finite logit in the answer to example 1`,
      );
      await expect(writer.next).toThrow("SoftTargetWriter.next: most must be an integer");
      await writer.close();
    });
  });

  test("says that it waits for another writer's heartbeat, and stops when told to", async () => {
    mkdirSync(inside("s"));
    writeFileSync(inside("s", ".writer.lock"), JSON.stringify({ pid: 1, host: "elsewhere", token: "x" }));
    for (const [takeOver, seconds] of [
      [false, 30],
      [true, 8],
    ] as const) {
      const lines: string[] = [];
      const signal = { aborted: false, reason: new Error("enough") };
      const onWait = (line: string) => {
        lines.push(line);
        signal.aborted = true;
      };
      const writer = createSoftTargetWriter(inside("s"), { ...OPTIONS, takeOver, onWait, signal });
      await expect(writer).rejects.toThrow("enough");
      expect(lines).toEqual([
        `createSoftTargetWriter: ${inside("s")} may still be written by process 1 on elsewhere; waiting up to ${seconds} s for a heartbeat`,
      ]);
    }
  });

  test("stops when its lock was taken away, and writes nothing more", async () => {
    const writer = await createSoftTargetWriter(inside("s"), { ...OPTIONS, rowsPerShard: 4 });
    writeFileSync(inside("s", ".writer.lock"), "another's");
    writer.next(4);
    await expect(writer.append(answersOf([0, 1, 2, 3], 5))).rejects.toThrow(
      `createSoftTargetWriter: ${inside("s", ".writer.lock")} was taken by another writer; let only one process write to ${inside("s")}`,
    );
    expect(readdirSync(inside("s")).filter((name) => name.endsWith(".arrow") && !name.startsWith("."))).toEqual([]);
  });
});

describe("SoftTargetWriter.omit", () => {
  const IDS = Array.from({ length: 9 }, (_, index) => 10 * index);
  const begin = (options: Partial<SoftTargetWriterOptions> = {}) =>
    createSoftTargetWriter(inside("s"), { ...OPTIONS, ids: IDS, rowsPerShard: 3, ...options });

  test.each([
    ["full rows", {}],
    ["top-k rows", { encoding: { kind: "top-k", dtype: "float16", k: 2 } }],
  ] as [string, Partial<SoftTargetWriterOptions>][])(
    "keeps %s of the others, lists what is left out, and asks about neither again",
    async (_, options) => {
      // Ids 10, 30, 40 and 50 have no answer: of the second shard nothing is left.
      const first = await begin(options);
      expect(first.next(2)!.ids).toEqual([0, 10]);
      await Promise.all([
        first.append(answersOf([0], 5, 0), { ids: [0], augmentationSeed: 0 }),
        first.omit({ ids: [10], augmentationSeed: 0 }),
        first.omit({ ids: [40, 50], augmentationSeed: 0 }),
      ]);
      expect(first.recorded).toBe(4);
      await first.close();
      // As after a kill: all that is known is in the journal.
      const second = await begin(options);
      expect(second.recorded).toBe(4);
      expect(second.next(9)!.ids).toEqual([20]);
      await second.append(answersOf([20], 5, 0));
      expect(second.next(9)!.ids).toEqual([30]);
      await second.omit();
      await second.close();
      const third = await begin(options);
      expect(third.recorded).toBe(6);
      expect(third.next(9)!.ids).toEqual([60, 70, 80]);
      await third.append(answersOf([60, 70, 80], 5, 0));
      expect(await third.finish()).toEqual({ unanswered: 4 });
      await third.close();

      const store = await openSoftTargets(inside("s"));
      expect(store.manifest.unanswered).toEqual([{ augmentationSeed: 0, ids: [10, 30, 40, 50] }]);
      expect(store.manifest.shards.map(({ file, rows, firstId, lastId }) => [file, rows, firstId, lastId])).toEqual([
        ["shard-00000.arrow", 2, 0, 20],
        ["shard-00001.arrow", 3, 60, 80],
      ]);
      expect(await verifySoftTargets(store)).toBe(5);
      expect((await store.read([80, 0])).logits).toHaveLength(options.encoding ? 4 : 2 * CLASSES.length);
      expect(await store.findMissing([0, 30])).toBe(30);
      await expect(store.read([0, 50])).rejects.toThrow(
        `SoftTargets.read: ${inside("s", "manifest.json")} has no answer for example 50, which its teacher did not answer; leave such examples out`,
      );
      await store.close();
    },
  );

  test("adds views to a store that lacks some answers", async () => {
    const one = await begin();
    await one.omit({ ids: IDS, augmentationSeed: 0 });
    await one.finish();
    await one.close();
    expect(readdirSync(inside("s"))).toEqual(["manifest.json"]);
    const more = await begin({ augmentationSeeds: [0, 5] });
    expect([more.recorded, more.total, more.next(2)]).toEqual([9, 18, { ids: [0, 10], augmentationSeed: 5 }]);
    await more.omit({ ids: [0, 10], augmentationSeed: 5 });
    await more.append(answersOf(IDS.slice(2), 5, 5), { ids: IDS.slice(2), augmentationSeed: 5 });
    expect(await more.finish()).toEqual({ unanswered: 11 });
    await more.close();
    const store = await openSoftTargets(inside("s"));
    expect(store.manifest.unanswered).toEqual([
      { augmentationSeed: 0, ids: IDS },
      { augmentationSeed: 5, ids: [0, 10] },
    ]);
    expect(await store.findMissing(IDS.slice(2), 5)).toBeUndefined();
    await store.close();
  });

  test("refuses what is answered, omitted or not of the store", async () => {
    const writer = await begin();
    await writer.omit({ ids: [10], augmentationSeed: 0 });
    const refused = (ids: readonly number[], augmentationSeed = 0) => writer.omit({ ids, augmentationSeed });
    await expect(refused([10])).rejects.toThrow("omit: wanted.ids[0] must be an example without an answer, got 10");
    await expect(refused([0, 5])).rejects.toThrow("omit: wanted.ids[1] must be an example of the store, got 5");
    await expect(refused([0], 3)).rejects.toThrow("omit: wanted.augmentationSeed must be a view of the store, got 3");
    await writer.close();
    await expect(refused([0])).rejects.toThrow("SoftTargetWriter.omit: writer must be open, got closed");
  });
});
