import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRandom } from "@dark-knowledge/core";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { topKLogits } from "../../src/index.ts";
import { createSoftTargetWriter, openSoftTargets, type SoftTargetWriterOptions } from "../../src/node/index.ts";
import { readFrames } from "../../src/node/internal/journal-frames.ts";
import { answersOf, OPTIONS, recordStore } from "../fixtures/record-store.ts";

const inside = useTemporaryDirectory();
const journalOf = (directory: string) => `${directory}/journal.bin`;
const filesOf = (directory: string) =>
  Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(`${directory}/${name}`, "base64")]));

/** Answers some examples, one question after another, and stops. */
async function recordIds(directory: string, questions: number[][], options: Partial<SoftTargetWriterOptions> = {}) {
  const writer = await createSoftTargetWriter(directory, { ...OPTIONS, ...options });
  for (const ids of questions) await writer.append(answersOf(ids, 5), { ids, augmentationSeed: 0 });
  await writer.close();
}

/** What a recording that is resumed asks for. */
async function askedBy(directory: string, options: Partial<SoftTargetWriterOptions> = {}) {
  const writer = await createSoftTargetWriter(directory, { ...OPTIONS, ...options });
  const asked: number[] = [];
  for (let wanted = writer.next(3); wanted !== undefined; wanted = writer.next(3)) asked.push(...wanted.ids);
  await writer.close();
  return asked;
}

describe("the journal of a recording", () => {
  test("brings to the disk at once what is appended together", async () => {
    const writer = await createSoftTargetWriter(inside("s"), OPTIONS);
    await Promise.all([5, 2, 8, 0].map((id) => writer.append(answersOf([id], 5), { ids: [id], augmentationSeed: 0 })));
    expect(readFrames(readFileSync(journalOf(inside("s")))).contents.length).toBe(1);
    await writer.append(answersOf([1], 5), { ids: [1], augmentationSeed: 0 });
    expect(readFrames(readFileSync(journalOf(inside("s")))).contents.length).toBe(2);
    expect(writer.recorded).toBe(5);
    await writer.close();
    expect(await askedBy(inside("s"))).toEqual([3, 4, 6, 7, 9]);
  });

  test("takes answers in any order, and what comes of them is the same", async () => {
    const options = { rowsPerShard: 3, augmentationSeeds: [0, 7] };
    await recordStore(inside("whole"), options);
    for (let seed = 0; seed < 5; seed++) {
      const directory = inside(`shuffled-${seed}`);
      const order = [...createRandom(seed).permutation(20)];
      while (order.length > 0) {
        const writer = await createSoftTargetWriter(directory, { ...OPTIONS, ...options });
        for (const index of order.splice(0, 7)) {
          const wanted = { ids: [index % 10], augmentationSeed: index < 10 ? 0 : 7 };
          await writer.append(answersOf(wanted.ids, 5, wanted.augmentationSeed), wanted);
        }
        if (order.length === 0) await writer.finish();
        await writer.close();
      }
      expect(filesOf(directory)).toEqual(filesOf(inside("whole")));
    }
  });

  test("keeps its answers also for shards of another size", async () => {
    await recordIds(inside("s"), [[0, 1, 2], [3, 4, 5], [9]], { rowsPerShard: 8 });
    expect(await askedBy(inside("s"), { rowsPerShard: 2 })).toEqual([6, 7, 8]);
    const store = await openSoftTargets(inside("s"), { allowIncomplete: true });
    expect(store.manifest.shards.map(({ rows }) => rows)).toEqual([2, 2, 2]);
    expect((await store.read([4, 5])).logits).toEqual(answersOf([4, 5], 5));
  });

  test("cut off anywhere in its last entry it loses that entry and no other", async () => {
    await recordIds(inside("s"), [[0], [4, 5]]);
    const before = readFileSync(journalOf(inside("s"))).length;
    await recordIds(inside("s"), [[9]]);
    const bytes = readFileSync(journalOf(inside("s")));
    for (let length = before; length <= bytes.length; length += 2) {
      writeFileSync(journalOf(inside("s")), bytes.subarray(0, length));
      const asked = [1, 2, 3, 6, 7, 8, ...(length === bytes.length ? [] : [9])];
      expect(await askedBy(inside("s"))).toEqual(asked);
    }
    // The system may have made room for it and not have filled it.
    writeFileSync(journalOf(inside("s")), Buffer.concat([bytes.subarray(0, before + 20), Buffer.alloc(5000)]));
    await recordStore(inside("s"));
    await recordStore(inside("whole"));
    expect(filesOf(inside("s"))).toEqual(filesOf(inside("whole")));
  });

  test("damaged anywhere before its last entry it says where, and changes nothing", async () => {
    await recordIds(inside("s"), [[0], [4, 5], [9]]);
    const bytes = readFileSync(journalOf(inside("s")));
    const last = bytes.lastIndexOf("DKJ1");
    const second = bytes.indexOf("DKJ1", 1);
    for (let at = 0; at < last; at += 3) {
      const damaged = Uint8Array.from(bytes);
      damaged[at]! ^= 1 << (at % 8);
      writeFileSync(journalOf(inside("s")), damaged);
      await expect(createSoftTargetWriter(inside("s"), OPTIONS)).rejects.toThrow(
        `createSoftTargetWriter: ${journalOf(inside("s"))} is damaged at byte ${at < second ? 0 : second}; restore it from a copy, or delete it to record those answers again that are only there`,
      );
      expect(readFileSync(journalOf(inside("s"))).equals(damaged)).toBe(true);
    }
    expect(existsSync(inside("s", ".writer.lock"))).toBe(false);
  });

  test("of another recording is refused", async () => {
    await recordIds(inside("s"), [[0, 1], [9]]);
    await createSoftTargetWriter(inside("few"), { ...OPTIONS, ids: [1, 2, 3] }).then((writer) => writer.close());
    writeFileSync(journalOf(inside("few")), readFileSync(journalOf(inside("s"))));
    await expect(createSoftTargetWriter(inside("few"), { ...OPTIONS, ids: [1, 2, 3] })).rejects.toThrow(
      `createSoftTargetWriter: ${journalOf(inside("few"))} has answers of another recording; delete it to record those answers again that are only there`,
    );
  });

  test.each(["float16", "float32"] as const)("takes top-k rows as they are, in %s", async (dtype) => {
    const encoding = { kind: "top-k", dtype, k: 2 } as const;
    const options = { ...OPTIONS, encoding, rowsPerShard: 4 };
    await recordStore(inside("whole"), options);
    const first = await createSoftTargetWriter(inside("s"), options);
    const second = () => createSoftTargetWriter(inside("s"), options);
    const rowsOf = (ids: readonly number[]) => topKLogits(answersOf(ids, 5), { classCount: 5, k: 2 });
    await first.append(rowsOf(first.next(3)!.ids));
    await first.close();
    const writer = await second();
    for (let wanted = writer.next(3); wanted !== undefined; wanted = writer.next(3)) {
      await writer.append(rowsOf(wanted.ids));
    }
    await writer.finish();
    await writer.close();
    expect(filesOf(inside("s"))).toEqual(filesOf(inside("whole")));
  });
});

describe("append(answers, wanted) refuses", () => {
  const refuses = async (
    options: Partial<SoftTargetWriterOptions>,
    answers: Parameters<Awaited<ReturnType<typeof createSoftTargetWriter>>["append"]>[0],
    wanted: { ids: number[]; augmentationSeed: number },
    problem: string,
  ) => {
    const writer = await createSoftTargetWriter(inside("s"), { ...OPTIONS, ...options });
    await writer.append(answersOf([3], 5), { ids: [3], augmentationSeed: 0 }).catch(() => {});
    await expect(writer.append(answers, wanted)).rejects.toThrow(`SoftTargetWriter.append: ${problem}`);
    await writer.close();
  };

  test("examples and views that the store has not, and those with an answer", async () => {
    const cases: [number[], number, string][] = [
      [[4, 3], 0, "wanted.ids[1] must be an example without an answer, got 3"],
      [[4, 4], 0, "wanted.ids[1] must be an example without an answer, got 4"],
      [[4, 10], 0, "wanted.ids[1] must be an example of the store, got 10"],
      [[4, 5], 1, "wanted.augmentationSeed must be a view of the store, got 1"],
    ];
    for (const [ids, augmentationSeed, problem] of cases) {
      await refuses({}, answersOf(ids, 5), { ids, augmentationSeed }, problem);
    }
    expect(await askedBy(inside("s"))).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9]);
  });

  test("top-k rows that are none, or that do not fit the store", async () => {
    const topK = { encoding: { kind: "top-k", dtype: "float16", k: 2 } as const };
    const rows = (indices: number[], logits: number[], tailLogits = [0]) => ({
      indices: Int32Array.from(indices),
      logits: Float32Array.from(logits),
      tailLogits: Float32Array.from(tailLogits),
    });
    const wanted = { ids: [4], augmentationSeed: 0 };
    const one = "logits must name each class once, with finite or −∞ logits in falling order, got";
    await refuses(topK, rows([1, 1], [3, 2]), wanted, `${one} class 1 twice in the answer to example 4`);
    await refuses(topK, rows([1, 5], [3, 2]), wanted, `${one} class 5, of 5 classes in the answer to example 4`);
    await refuses(topK, rows([1, 2], [2, 3]), wanted, `${one} 3 behind a smaller logit in the answer to example 4`);
    await refuses(
      topK,
      rows([1, 2], [1e5, 3]),
      wanted,
      "logits must be within ±65504 or −∞ for float16, got 100000 for class 1 of example 4",
    );
    await refuses(
      topK,
      rows([1], [1]),
      wanted,
      "logits must be 1 rows of 2 classes and their rest (as next returned), got 1 indices, 1 logits, 1 tailLogits",
    );
    const dense = { directory: inside("dense") };
    const writer = await createSoftTargetWriter(dense.directory, OPTIONS);
    await expect(writer.append(rows([1, 2], [3, 2]), wanted)).rejects.toThrow(
      "SoftTargetWriter.append: logits must be full rows for a store of full rows (spreadTail makes them), got top-k rows",
    );
    await writer.close();
  });
});
