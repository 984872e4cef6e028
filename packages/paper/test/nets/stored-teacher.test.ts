import { mkdirSync, writeFileSync } from "node:fs";
import { createRandom } from "@dark-knowledge/core";
import { classNamesOf, generatedDigits } from "@dark-knowledge/datasets";
import { importSoftTargets } from "@dark-knowledge/soft-targets/node";
import type { ExternalTeacher } from "@dark-knowledge/teachers";
import { toTeacherFunction } from "@dark-knowledge/teachers/tfjs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { recordSoftTargets } from "@dark-knowledge/training/node";
import { expect, test } from "vitest";
import { askTeacher } from "../../src/distill/ask-teacher.ts";
import { resolveDistillSpec } from "../../src/distill/distill-spec.ts";
import { loadDistillData } from "../../src/distill/load-distill-data.ts";
import { parseNet } from "../../src/index.ts";
import { storedLogits } from "../../src/nets/external-answers.ts";
import { pinNets } from "../../src/nets/pin-nets.ts";
import { assertAnswersAll, isSoftTargets, openStoredTeacher } from "../../src/nets/stored-teacher.ts";
import { dataSource } from "../fixtures/data-source.ts";

const inside = useTemporaryDirectory();
const random = createRandom(9);
const CLASSES = ["tree", "herb"];
const normals = (count: number) => Float32Array.from({ length: count }, () => random.normal());
const request = (...ids: number[]) => ({
  ids: Int32Array.from(ids),
  features: { values: new Float32Array(ids.length), shape: [ids.length, 1] },
});

/** Answers to rows of a table of 40 in which every other one is a tree. */
async function importRows(directory: string, count = 40): Promise<Float32Array> {
  const logits = normals(2 * count);
  for (let row = 0; row < count; row++) logits[2 * row + (row % 2)]! += 6;
  await importSoftTargets(inside(directory), { logits, classNames: CLASSES });
  return logits;
}

function specOf(teacher: object, over: object = {}) {
  const rows = Array.from({ length: 40 }, (_, row) => `${row % 2 ? "herb" : "tree"},${row}`);
  writeFileSync(inside("rows.csv"), ["kind,age", ...rows].join("\n"));
  const data = { path: inside("rows.csv"), label: "kind" };
  return resolveDistillSpec({ data, testSize: 10, validationSize: 5, teacher, student: { hidden: [2] }, ...over });
}

const ask = async (spec: ReturnType<typeof specOf>) => {
  const data = await loadDistillData(spec, dataSource());
  const context = { directory: inside("run"), signal: new AbortController().signal, onAnswers() {} };
  return { data, ...(await askTeacher(spec, data, context)) };
};

test("soft targets answer by id, also of some classes, and say what they leave out", async () => {
  const logits = normals(12);
  await importSoftTargets(inside("some"), { logits, ids: [3, 9, 4, 8], classNames: ["a", "b", "c"] });
  const { teacher, close, fingerprint } = await openStoredTeacher(inside("some"));
  expect(teacher.classNames).toEqual(["a", "b", "c"]);
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  const { logits: given } = (await teacher.answer(request(4, 3))) as { logits: Float32Array[] };
  expect(given.map((row) => [...row])).toEqual([[...logits.subarray(6, 9)], [...logits.subarray(0, 3)]]);
  await expect(async () => teacher.answer(request(7))).rejects.toThrow("7");
  await close();

  // One that leaves out some examples.
  const { train } = generatedDigits({ trainSize: 6, testSize: 0, seed: 1 });
  const careful: ExternalTeacher = {
    answer: ({ ids }) => ({
      logits: Array.from(ids, (id) => Array(10).fill(id)),
      unanswered: Array.from(ids, (id) => id === 4),
    }),
  };
  const asked = toTeacherFunction(careful, train, { allowUnanswered: true });
  await recordSoftTargets(asked, train, inside("careful"), { teacherFingerprint: "c", omitUnanswered: true });
  const left = await openStoredTeacher(inside("careful"));
  const answer = (await left.teacher.answer(request(5, 4, 2))) as { logits: Float32Array[]; unanswered: boolean[] };
  expect(answer.unanswered).toEqual([false, true, false]);
  expect([answer.logits[0]![0], answer.logits[2]![0]]).toEqual([5, 2]);
  await assertAnswersAll(inside("careful"), [train]);
  await left.close();

  const topK = {
    indices: Int32Array.of(1, 2),
    logits: Float32Array.of(2, 3),
    tailLogits: Float32Array.of(0, Math.log(2)),
  };
  await importSoftTargets(inside("top"), { topK, classNames: ["a", "b", "c"], teacherFingerprint: "t" });
  const top = await openStoredTeacher(inside("top"));
  const { logits: spread } = (await top.teacher.answer(request(1))) as { logits: Float32Array[] };
  expect([...spread[0]!]).toEqual([expect.closeTo(0, 3), expect.closeTo(0, 3), 3]);
  await top.close();
});

test("soft targets in a directory are a teacher whose classes are found by their names", async () => {
  const logits = await importRows("answers");
  expect([isSoftTargets(inside("answers")), isSoftTargets(inside())]).toEqual([true, false]);
  const teacher = parseNet(inside("answers"))!;
  expect(teacher).toEqual({ kind: "external", from: inside("answers") });
  const spec = specOf(teacher);
  const { data, shared } = await ask(spec);
  // The classes of the table are in another order.
  expect(classNamesOf(data.test)).toEqual(["herb", "tree"]);
  const stored = await storedLogits(shared!.answers!, "test", data.test);
  const expected = Array.from(data.test.rows, (row) => [logits[2 * row + 1]!, logits[2 * row]!]).flat();
  expect(stored.data).toBeAllClose(Float32Array.from(expected), { rtol: 2e-3 });

  const pinned = await pinNets(spec);
  const { fingerprint } = pinned.teacher as { fingerprint: string };
  expect(await pinNets(pinned)).toEqual(pinned);
  await expect(pinNets({ teacher: { ...spec.teacher, fingerprint: "ab" } })).rejects.toThrow(
    `spec: teacher.from must be the answers of SHA-256 ab, got ${inside("answers")} of ${fingerprint}`,
  );
});

test("soft targets that cannot answer all parts are refused before anything is trained", async () => {
  await importRows("few", 30);
  await expect(ask(specOf(parseNet(inside("few"))!))).rejects.toThrow(
    /^spec: teacher\.from must answer all rows of the data, those of the test set too, got none to example 3\d in .*few$/,
  );
  await importRows("answers");
  const spec = specOf(parseNet(inside("answers"))!);
  const { training, test: tested } = await loadDistillData(spec, dataSource());
  await assertAnswersAll(inside("answers"), [training, tested]);
  const { train: other } = generatedDigits({ trainSize: 5, testSize: 0, seed: 1 });
  await expect(assertAnswersAll(inside("answers"), [training, other])).rejects.toThrow(
    "spec: teacher.from must answer the rows of one table, from which the test set is split off, got a test set of another file",
  );
  const datasetFingerprint = "0".repeat(64);
  const logits = normals(80);
  await importSoftTargets(inside("other"), { logits, classNames: CLASSES, datasetFingerprint });
  await expect(assertAnswersAll(inside("other"), [training])).rejects.toThrow(
    `spec: teacher.from must be answers to this data, got those to other data in ${inside("other")}`,
  );
  expect(() => specOf(parseNet(inside("answers"))!, { folds: 3 })).toThrow("folds");
  mkdirSync(inside("both"));
  for (const name of ["manifest.json", "model.json"]) writeFileSync(inside("both", name), "{}");
  expect(isSoftTargets(inside("both"))).toBe(false);
});

test("soft targets of numbers answer with numbers, and teach nothing else", async () => {
  const numbers = normals(40).map((value) => 100 * value);
  await importSoftTargets(inside("prices"), { numbers, classNames: ["price"] });
  const { teacher, close } = await openStoredTeacher(inside("prices"));
  expect(await teacher.answer(request(7, 2))).toEqual({
    numbers: [Float32Array.of(numbers[7]!), Float32Array.of(numbers[2]!)],
    givenAs: { kind: "numbers", temperature: 1 },
  });
  await close();
  const from = { kind: "external", from: inside("prices") };
  await expect(ask(specOf(from))).rejects.toThrow(
    `spec: teacher.from must be answers for one class each, got answers for numbers in ${inside("prices")}`,
  );
  const rows = Array.from({ length: 40 }, (_, row) => `${row * 10},${row}`);
  writeFileSync(inside("prices.csv"), ["price,age", ...rows].join("\n"));
  const data = { path: inside("prices.csv"), label: "price", task: "numbers" };
  const asked = await ask(specOf(from, { data, temperature: undefined }));
  const { training } = asked.data;
  const { scale } = training.targets as unknown as { scale: { subtract: number[]; divide: number[] } };
  const expected = Array.from(training.rows, (id) => (numbers[id]! - scale.subtract[0]!) / scale.divide[0]!);
  const stored = await storedLogits(asked.shared!.answers!, "transfer", training);
  expect(stored.data).toBeAllClose(Float32Array.from(expected), { rtol: 1e-5, atol: 1e-6 });
  await importRows("kinds");
  const kinds = specOf({ kind: "external", from: inside("kinds") }, { data });
  await expect(ask(kinds)).rejects.toThrow("must be answers for numbers, got answers for one class each in");
});

test("soft targets of a longer table are refused", async () => {
  await importRows("long", 43);
  await expect(ask(specOf({ kind: "external", from: inside("long") }))).rejects.toThrow(
    `spec: teacher.from must be answers to this data, of 40 rows, got one to example 42 in ${inside("long")}`,
  );
});
