import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRandom, softmax } from "@dark-knowledge/core";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { topKLogits, verifySoftTargets } from "../../src/index.ts";
import { createSoftTargetWriter, importSoftTargets, openSoftTargets } from "../../src/node/index.ts";
import { answersOf, CLASSES } from "../fixtures/record-store.ts";

const inside = useTemporaryDirectory();
const IDS = [12, 3, 40, 7, 0];

describe("importSoftTargets(directory, answers)", () => {
  test("keeps logits by id, whatever their order", async () => {
    const given = { logits: answersOf(IDS, 5), ids: IDS, classNames: CLASSES };
    const { answers, teacherFingerprint } = await importSoftTargets(inside("s"), { ...given, rowsPerShard: 2 });
    expect(answers).toBe(5);
    const store = await openSoftTargets(inside("s"), { teacherFingerprint, classNames: CLASSES });
    expect((await store.read([40, 0, 7])).logits).toEqual(answersOf([40, 0, 7], 5));
    expect(store.manifest).toMatchObject({ givenAs: { kind: "logits", temperature: 1 }, isComplete: true });
    expect(await verifySoftTargets(store)).toBe(5);
    // The same answers in another order are the same store.
    const again = { logits: answersOf([0, 3, 7, 12, 40], 5), ids: [0, 3, 7, 12, 40], classNames: CLASSES };
    await importSoftTargets(inside("again"), { ...again, rowsPerShard: 2 });
    for (const file of readdirSync(inside("s"))) {
      expect(readFileSync(inside("again", file))).toEqual(readFileSync(inside("s", file)));
    }
    // And others are another teacher's.
    const other = { ...given, logits: answersOf([13, 3, 40, 7, 0], 5) };
    await expect(importSoftTargets(inside("s"), other)).rejects.toThrow(
      `has the answers of teacher ${teacherFingerprint}`,
    );
  });

  test("makes logits of probabilities that were made at a temperature, and says so in the manifest", async () => {
    const random = createRandom(6);
    const rows = Array.from({ length: 300 }, () => softmax([random.uniform(), 0, 2]));
    const probs = Float32Array.from(rows.flatMap((row) => [...row]));
    const options = { probs, temperature: 2, classNames: ["a", "b", "c"] };
    await importSoftTargets(inside("s"), options);
    const store = await openSoftTargets(inside("s"));
    expect(store.manifest.givenAs).toEqual({ kind: "probs", temperature: 2 });
    const { logits } = await store.read([299]);
    expect(Array.from(softmax(logits, { temperature: 2 }))).toBeAllClose([...rows[299]!], { rtol: 1e-5 });
    await expect(
      importSoftTargets(inside("s"), {
        ...options,
        temperature: 1,
        teacherFingerprint: store.manifest.teacherFingerprint,
      }),
    ).rejects.toThrow(
      'has answers that came as {"kind":"probs","temperature":2}, not {"kind":"probs","temperature":1}',
    );
  });

  test("keeps top-k rows, and makes them of full ones", async () => {
    const topK = topKLogits(answersOf(IDS, 5), { classCount: 5, k: 2 });
    await importSoftTargets(inside("given"), { topK, ids: IDS, classNames: CLASSES, teacherFingerprint: "t" });
    const encoding = { kind: "top-k", dtype: "float32", k: 2 } as const;
    const full = { logits: answersOf(IDS, 5), ids: IDS, classNames: CLASSES, teacherFingerprint: "t", encoding };
    await importSoftTargets(inside("made"), full);
    const file = "shard-00000.arrow";
    expect(readFileSync(inside("given", file))).toEqual(readFileSync(inside("made", file)));
  });

  test("resumes an import that did not finish", async () => {
    const ids = Array.from({ length: 40 }, (_, id) => 3 * id);
    const options = { logits: answersOf(ids, 5), ids, classNames: CLASSES, teacherFingerprint: "t", rowsPerShard: 8 };
    await importSoftTargets(inside("whole"), options);
    const givenAs = { kind: "logits", temperature: 1 } as const;
    const writer = await createSoftTargetWriter(inside("s"), { ...options, givenAs });
    writer.next(5);
    await writer.append(answersOf(ids.slice(0, 5), 5));
    await writer.close();
    await importSoftTargets(inside("s"), options);
    for (const file of readdirSync(inside("whole"))) {
      expect(readFileSync(inside("s", file))).toEqual(readFileSync(inside("whole", file)));
    }
  });

  test("a teacher that is asked says with its first answer what it gives, and must go on so", async () => {
    const options = { ids: [1, 2], classNames: ["a", "b"], teacherFingerprint: "t" };
    const writer = await createSoftTargetWriter(inside("s"), options);
    await writer.describe({ temperature: 2, kind: "probs" });
    await writer.append(Float32Array.of(1, 2), { ids: [1], augmentationSeed: 0 });
    await writer.describe({ kind: "probs", temperature: 2 });
    await expect(writer.describe({ kind: "probs", temperature: 2, topK: true })).rejects.toThrow(
      'has answers that came as {"kind":"probs","temperature":2}, not {"kind":"probs","temperature":2,"topK":true}',
    );
    await expect(writer.describe({ kind: "odds" as "probs", temperature: 2 })).rejects.toThrow(
      "SoftTargetWriter.describe: givenAs.kind must be one of",
    );
    await writer.close();
    // What is not known beforehand is no other form.
    const again = await createSoftTargetWriter(inside("s"), options);
    await again.append(Float32Array.of(1, 2), again.next(1));
    await again.finish();
    await again.close();
    const store = await openSoftTargets(inside("s"));
    await store.close();
    expect(store.manifest).toMatchObject({ givenAs: { kind: "probs", temperature: 2 }, isComplete: true });
  });

  test("writes nothing when a row is wrong", async () => {
    const encoding = { kind: "dense", dtype: "float16" } as const;
    const probs = Float32Array.of(0.5, 0.5, 0.5, 0.25);
    await expect(importSoftTargets(inside("s"), { probs, classNames: ["a", "b"] })).rejects.toThrow(
      "importSoftTargets: probs of row 1 must be from 0 to 1 and sum to 1, got a sum of 0.75",
    );
    const logits = [0, 1, 2, 1e5];
    await expect(
      importSoftTargets(inside("s"), { logits, ids: [9, 5], classNames: ["a", "b"], encoding }),
    ).rejects.toThrow(
      "importSoftTargets: logits must be within ±65504 or −∞ for float16, got 100000 for class 1 of example 5",
    );
    expect(existsSync(inside("s"))).toBe(false);
  });
});
