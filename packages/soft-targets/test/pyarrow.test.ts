import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { topKLogits, verifySoftTargets } from "../src/index.ts";
import { createSoftTargetWriter, openSoftTargets } from "../src/node/index.ts";
import { answerOf, answersOf, CLASSES, recordStore } from "./fixtures/record-store.ts";

const inside = useTemporaryDirectory();
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A Python with pyarrow: that of the environment variable PYTHON, or python3. */
const python = process.env.PYTHON ?? "python3";
const hasPyarrow = spawnSync(python, ["-c", "import pyarrow"]).status === 0;

interface PythonRow {
  readonly id: number;
  readonly augmentation_seed: number;
  readonly logits: number[];
  readonly indices?: number[];
  readonly tail_logit?: number;
}

function readWithPython(directory: string): { schema: Record<string, string>; rows: PythonRow[] } {
  return JSON.parse(execFileSync(python, [here("fixtures/read_store.py"), directory], { encoding: "utf8" }));
}

describe.skipIf(!hasPyarrow)(
  `pyarrow reads the store as it is${hasPyarrow ? "" : " (no Python with pyarrow: set PYTHON)"}`,
  () => {
    test.each([
      ["float16", "halffloat"],
      ["float32", "float"],
    ] as const)("full rows of %s", async (dtype, arrowName) => {
      const ids = Array.from({ length: 50 }, (_, index) => index * 3);
      const options = {
        ids,
        encoding: { kind: "dense", dtype },
        augmentationSeeds: [0, 2 ** 32 - 1],
        rowsPerShard: 16,
      };
      await recordStore(inside("s"), options as never, 16);
      const { schema, rows } = readWithPython(inside("s"));
      expect(schema).toEqual({
        id: "int32",
        augmentation_seed: "uint32",
        logits: `fixed_size_list<item: ${arrowName} not null>[5]`,
      });
      expect(rows).toEqual(
        options.augmentationSeeds.flatMap((seed) =>
          ids.map((id) => ({ id, augmentation_seed: seed, logits: answerOf(id, 5, seed) })),
        ),
      );
    });

    test("the largest logits and the mass of the rest, with ids of 64 bits", async () => {
      const ids = [1, 5, 2 ** 40];
      await recordStore(inside("s"), { ids, encoding: { kind: "top-k", k: 2, dtype: "float16" } });
      const { schema, rows } = readWithPython(inside("s"));
      expect(schema).toEqual({
        id: "int64",
        augmentation_seed: "uint32",
        indices: "fixed_size_list<item: uint16 not null>[2]",
        logits: "fixed_size_list<item: halffloat not null>[2]",
        tail_logit: "float",
      });
      const top = topKLogits(answersOf(ids, 5), { classCount: 5, k: 2 });
      expect(rows.map(({ id }) => id)).toEqual(ids);
      expect(rows.flatMap(({ indices }) => indices)).toEqual(Array.from(top.indices));
      expect(rows.flatMap(({ logits }) => logits)).toEqual(Array.from(top.logits));
      expect(rows.map(({ tail_logit }) => tail_logit)).toEqual(Array.from(top.tailLogits));
    });

    test("and what the writer of the documentation writes can be read", async () => {
      const page = readFileSync(here("../../../docs/soft-targets.md"), "utf8");
      const writer = /```python\n([^`]*def write_soft_targets[^`]*)```/.exec(page)![1]!;
      expect(writer.trim().split("\n").length).toBeLessThanOrEqual(30);
      const ids = Array.from({ length: 60 }, (_, row) => (row * 7) % 60).map((id) => 3 * id);
      const [answers, classNames] = [JSON.stringify([...answersOf(ids, 5)]), JSON.stringify(CLASSES)];
      const call = `write_soft_targets(${JSON.stringify(inside("py"))}, np.reshape(${answers}, (-1, 5)), ${JSON.stringify(ids)}, ${classNames}, "py")`;
      writeFileSync(inside("write.py"), `${writer}\n${call}\n`);
      execFileSync(python, [inside("write.py")]);
      const store = await openSoftTargets(inside("py"), { teacherFingerprint: "py", classNames: CLASSES });
      expect(await verifySoftTargets(store)).toBe(60);
      expect((await store.read(ids)).logits).toEqual(answersOf(ids, 5));
      // Nor does a writer of ours see a difference: it finds all answers there.
      const sorted = ids.toSorted((one, other) => one - other);
      const options = { classNames: CLASSES, teacherFingerprint: "py", ids: sorted };
      const resumed = await createSoftTargetWriter(inside("py"), options);
      expect([resumed.recorded, resumed.next(1)]).toEqual([60, undefined]);
      await resumed.close();
    });
  },
);

// Made by golden/make_golden.py with pyarrow 25.0.1.
describe.each([{}, { cacheBytes: 0 }])("stores that pyarrow wrote are read (%j)", (options) => {
  const seed = 2 ** 32 - 1;
  /** Row r has the logits 4r − 7.5, 4r − 6.5, 4r − 5.5, 4r − 4.5. */
  const rowOf = (row: number) => [-7.5, -6.5, -5.5, -4.5].map((value) => value + 4 * row);

  test.each(["dense-float16", "dense-float32"])("%s", async (name) => {
    const store = await openSoftTargets(here(`golden/${name}`), { ...options, teacherFingerprint: "made-by-pyarrow" });
    expect(await verifySoftTargets(store)).toBe(4);
    const answers = await store.read([2 ** 33, 3, 7], seed);
    expect(Array.from(answers.logits)).toEqual([...rowOf(3), ...rowOf(0), ...rowOf(2)]);
    await store.close();
  });

  test("top-k", async () => {
    const store = await openSoftTargets(here("golden/top-k"), options);
    expect(await verifySoftTargets(store)).toBe(4);
    const tail = (row: number) => Math.fround(Math.log(Math.exp(rowOf(row)[0]!) + Math.exp(rowOf(row)[1]!)));
    expect(await store.read([4, 2 ** 33], seed)).toEqual({
      kind: "top-k",
      indices: Int32Array.of(3, 2, 3, 2),
      logits: Float32Array.of(-0.5, -1.5, 7.5, 6.5),
      tailLogits: Float32Array.of(tail(1), tail(3)),
    });
    await store.close();
  });
});
