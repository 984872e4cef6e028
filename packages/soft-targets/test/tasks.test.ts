import { readFileSync } from "node:fs";
import { createRandom } from "@dark-knowledge/core";
import { readNpy } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import {
  describeSoftTargets,
  parseManifest,
  type SoftTargetTask,
  summariseSoftTargets,
  takeAnswers,
  verifySoftTargets,
} from "../src/index.ts";
import { createSoftTargetWriter, exportSoftTargets, importSoftTargets, openSoftTargets } from "../src/node/index.ts";

const inside = useTemporaryDirectory();
const NAMES = ["price", "area"];
const IDS = [2, 5, 6, 11];
const NUMBERS = Float32Array.of(2.5e5, -1, 1.25e5, 80.5, 0, 0, 3.5e38 / 2, 1e-30);

async function write(task: SoftTargetTask, values: Float32Array, directory = inside("store")) {
  const writer = await createSoftTargetWriter(directory, {
    ...{ task, classNames: NAMES, teacherFingerprint: "t", ids: IDS, rowsPerShard: 3 },
  });
  try {
    for (let wanted = writer.next(2); wanted !== undefined; wanted = writer.next(2)) {
      const first = IDS.indexOf(wanted.ids[0]!) * 2;
      await writer.append(values.slice(first, first + wanted.ids.length * 2), wanted);
    }
    await writer.finish();
  } finally {
    await writer.close();
  }
  return openSoftTargets(directory);
}

describe("a store of numbers", () => {
  test("has each number as it was given, and says what they are", async () => {
    const store = await write("numbers", NUMBERS);
    expect(store.manifest).toMatchObject({ version: 2, task: "numbers", classNames: NAMES });
    const { logits } = await store.read([11, 2]);
    expect(Array.from(logits)).toEqual([...NUMBERS.subarray(6), ...NUMBERS.subarray(0, 2)]);
    expect(await verifySoftTargets(store)).toBe(4);
    await store.close();
  });

  test("is summarised by output", async () => {
    const random = createRandom(8);
    const values = Float32Array.from({ length: 8 }, () => random.normal());
    const store = await write("numbers", values);
    const done: number[] = [];
    const summary = await summariseSoftTargets(store, { onProgress: (count) => done.push(count) });
    const [price, area] = [0, 1].map((output) => Array.from(values).filter((_, at) => at % 2 === output));
    expect(summary).toEqual({
      answers: 4,
      columns: [price!, area!].map((own, output) => ({
        name: NAMES[output],
        mean: expect.closeTo(own.reduce((sum, value) => sum + value) / 4, 12),
        smallest: own.toSorted((one, other) => one - other)[0],
        largest: own.toSorted((one, other) => one - other)[3],
      })),
      ...{ entropies: [], predictedCounts: [], confusions: [] },
    });
    expect(done.at(-1)).toBe(4);
    const { facts, columns, entropies, confusions } = describeSoftTargets("mine", store, summary);
    expect(facts[3]).toEqual(["shape", "[4, 2], full rows, float32"]);
    expect(columns![0]).toEqual(["output", "mean", "smallest", "largest"]);
    expect(columns![1]![2]).toBe(String(Number(summary.columns![0]!.smallest.toPrecision(6))));
    expect([entropies, confusions]).toEqual([[], []]);
    const reason = new Error("stop");
    const stopped = summariseSoftTargets(store, { signal: { aborted: true, reason } });
    await expect(stopped).rejects.toBe(reason);
    await store.close();
  });

  test("comes from numbers that are there already, and goes to other programs", async () => {
    const given = { numbers: NUMBERS, ids: IDS, classNames: NAMES };
    await importSoftTargets(inside("imported"), given);
    const store = await openSoftTargets(inside("imported"));
    expect(store.manifest).toMatchObject({ task: "numbers", givenAs: { kind: "numbers", temperature: 1 } });
    const facts = new Map(
      describeSoftTargets("mine", store, await summariseSoftTargets(store)).facts as [string, string][],
    );
    expect(facts.get("came as")).toBe("numbers, in the unit of the data");
    await exportSoftTargets(store, inside("numbers.npy"));
    expect(Array.from(readNpy(readFileSync(inside("numbers.npy"))).values)).toEqual(Array.from(NUMBERS));
    await store.close();
  });

  test("is refused what it cannot hold", async () => {
    await expect(
      write(
        "numbers",
        NUMBERS.map((value, at) => (at === 5 ? Number.NaN : value)),
      ),
    ).rejects.toThrow(
      "SoftTargetWriter.append: logits must be finite, got NaN for output 1 in the answer to example 6",
    );
    await expect(write("several-classes", Float32Array.of(0, -Infinity, 0, 0, 0, 0, 0, 0))).rejects.toThrow(
      "holds numbers, not answers of several classes; choose another directory, or delete this one",
    );
    await expect(
      write("several-classes", Float32Array.of(0, -Infinity, 0, 0, 0, 0, 0, 0), inside("several")),
    ).rejects.toThrow("logits must be finite, got -Infinity for class 1 in the answer to example 2");
    const plan = { task: "numbers", classNames: NAMES, teacherFingerprint: "t", ids: IDS } as const;
    const topK = { kind: "top-k", dtype: "float32", k: 1 } as const;
    await expect(createSoftTargetWriter(inside("top"), { ...plan, encoding: topK })).rejects.toThrow(
      'createSoftTargetWriter: encoding.kind must be one of "dense", got "top-k"',
    );
    const givenAs = { kind: "probs", temperature: 1 } as const;
    await expect(createSoftTargetWriter(inside("probs"), { ...plan, givenAs })).rejects.toThrow(
      'createSoftTargetWriter: givenAs.kind must be one of "numbers", got "probs"',
    );
    await expect(createSoftTargetWriter(inside("task"), { ...plan, task: "number" as "numbers" })).rejects.toThrow(
      'createSoftTargetWriter: task must be one of "classes", "several-classes", "numbers", got "number"',
    );
    const take =
      (numbers: number[], more = {}) =>
      () =>
        takeAnswers("f", { numbers, ...more }, { classCount: 2 });
    expect(take([1, 2, 3])).toThrow("f: numbers must be whole rows of 2 outputs, one at least, got 3 values");
    expect(take([1, 2, 3, 1e39])).toThrow("f: numbers of row 1 must be finite in float32, got 1e+39 for output 1");
    expect(take([1, 2], { temperature: 2 })).toThrow("f: temperature must be left out with numbers, got 2");
  });

  test("is not mistaken for another one", async () => {
    const store = await write("numbers", NUMBERS);
    const parse = (change: object) => () => parseManifest(JSON.stringify({ ...store.manifest, ...change }), "m");
    await store.close();
    expect(parse({ version: 1 })).toThrow("m: version must be 2 with a task");
    expect(parse({ task: undefined })).toThrow("m: version must be 1;");
    expect(parse({ task: "classes" })).toThrow("m: task must be several-classes or numbers");
    expect(parse({ encoding: { kind: "top-k", dtype: "float32", k: 1 } })).toThrow(
      "m: encoding must be dense for numbers",
    );
    expect(parse({ givenAs: { kind: "logits", temperature: 1 } })).toThrow("m: givenAs must be");
  });
});

test("a store of several classes has a logit for each, and is summarised by their probabilities", async () => {
  const logits = Float32Array.of(0, Math.log(3), -80, 80, 0, -Math.log(3), 0, 0);
  const store = await write("several-classes", logits);
  expect(store.manifest).toMatchObject({ version: 2, task: "several-classes" });
  const { columns } = await summariseSoftTargets(store);
  expect(columns![0]!.mean).toBeCloseTo((0.5 + 0 + 0.5 + 0.5) / 4, 6);
  expect(columns![1]).toEqual({
    name: "area",
    mean: expect.closeTo(2.5 / 4, 6),
    smallest: expect.closeTo(0.25, 6),
    largest: 1,
  });
  expect(describeSoftTargets("mine", store, await summariseSoftTargets(store)).columns![0]![0]).toBe("probability of");
  await store.close();
});

describe("answers of several classes that are there already", () => {
  const classNames = ["fast", "loud"];
  const given = { probs: [0.5, 0.75, 0, 1], classNames, task: "several-classes" as const };

  test("become log-odds, each by itself", async () => {
    await importSoftTargets(inside("tags"), { ...given, temperature: 2 });
    const store = await openSoftTargets(inside("tags"));
    expect(store.manifest).toMatchObject({ task: "several-classes", givenAs: { kind: "probs", temperature: 2 } });
    const { logits } = await store.read([0, 1]);
    await store.close();
    const expected = [0, 2 * Math.log(3), -2 * 126 * Math.LN2, 2 * 24 * Math.LN2];
    expect(Array.from(logits)).toBeAllClose(expected, { rtol: 1e-6 });
    await importSoftTargets(inside("logits"), { logits: [0, 1], classNames, task: "several-classes" });
    const plain = await openSoftTargets(inside("logits"));
    // Logits that sum to one are no sign of probabilities here.
    expect(Array.from((await plain.read([0])).logits)).toEqual([0, 1]);
    await plain.close();
  });

  test("are refused where they are not what they are said to be", () => {
    const take = (answers: object, task = "several-classes") => {
      return () => takeAnswers("f", answers, { classCount: 2, task: task as SoftTargetTask });
    };
    expect(take({ probs: [0.5, 1.5] })).toThrow("f: probs of row 0 must be from 0 to 1, got 1.5 for class 1");
    expect(take({ probs: [0.5, 0.5, Number.NaN, 0] })).toThrow(
      "f: probs of row 1 must be from 0 to 1, got NaN for class 0",
    );
    expect(take({ logits: [0, -Infinity] })).toThrow(
      "f: logits of row 0 must be finite in float32, got -Infinity for class 1",
    );
    expect(take({ logProbs: [0, -1] })).toThrow(
      "f: answers must be logits or probs for the task several-classes, got logProbs",
    );
    expect(take({ logits: [0, 1] }, "numbers")).toThrow("f: answers must be numbers for the task numbers, got logits");
    expect(take({ numbers: [0, 1] }, "classes")).toThrow("for the task classes, got numbers");
    expect(take({ numbers: [0, 1] }, "number")).toThrow(
      'f: task must be one of "classes", "several-classes", "numbers", got "number"',
    );
  });
});
