import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selectBackend } from "@dark-knowledge/backend";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawCaseData, readCaseData, writeCaseData } from "../src/case-data.ts";
import type { EpochCase, StoreCase } from "../src/cases.ts";
import { createEpochTask } from "../src/epoch-task.ts";
import { RECORDING_TURNS, recordStore, storeDirectory, teacherLogits } from "../src/record-store.ts";
import { relativeDifference } from "../src/statistics.ts";
import { createStoreTask } from "../src/store-task.ts";

const small = {
  title: "a small store",
  batch: 8,
  input: [6],
  layers: [
    { kind: "dense", units: 5, activation: "relu" },
    { kind: "dense", units: 7, activation: "linear" },
  ],
  rows: 5000,
} as const;
const dense: StoreCase = { ...small, kind: "store", id: "h1", encoding: { kind: "dense", dtype: "float16" } };
const topK: StoreCase = { ...small, kind: "store", id: "h2", encoding: { kind: "top-k", k: 3, dtype: "float16" } };
const epoch: EpochCase = {
  ...small,
  kind: "epoch",
  id: "h3",
  encoding: { kind: "dense", dtype: "float16" },
  examples: 40,
  hiddenUnits: [4],
};
const turns: string[] = [];
let folder: string;
beforeAll(async () => {
  await selectBackend({ prefer: ["cpu"] });
  folder = mkdtempSync(join(tmpdir(), "store-task-"));
  for (const one of [dense, topK, epoch]) {
    writeCaseData(folder, one);
    await recordStore(storeDirectory(folder, one.id), one, drawCaseData(one), () => turns.push(one.id));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));
const numbersOf = (one: StoreCase | EpochCase) => readCaseData(folder, one.id).numbers;

describe("recordStore(directory, case, numbers, onTurn)", () => {
  it("records to each row what the teacher says to its example, and tells how far it is", async () => {
    const softTargets = await openSoftTargets(storeDirectory(folder, "h1"));
    const answers = await softTargets.read([3, 11, 4999]);
    const logits = teacherLogits(dense, drawCaseData(dense));
    const expected = [3, 3, 4999 % 8].flatMap((example) => Array.from(logits.subarray(example * 7, (example + 1) * 7)));
    answers.logits.forEach((value, index) => {
      expect(Math.abs(value - expected[index]!)).toBeLessThanOrEqual(2 ** -11 * Math.abs(expected[index]!));
    });
    expect(softTargets.manifest.dataset.size).toBe(5000);
    await softTargets.close();
    expect(turns.filter((id) => id === "h1")).toHaveLength(RECORDING_TURNS);
  });
});

describe("createStoreTask(folder, case, numbers, variant)", () => {
  it.each([dense, topK])("gives the same answers wherever they come from: $id", async (one) => {
    const checks: (readonly number[])[] = [];
    for (const variant of ["kept", "placed", "teacher"] as const) {
      const task = await createStoreTask(folder, one, numbersOf(one), variant);
      await task.step();
      checks.push(task.check);
      await task.close();
    }
    expect(checks[0]).toEqual(checks[1]);
    expect(relativeDifference(checks)).toBeLessThan(1e-3);
    expect(new Set(checks[0]).size).toBeGreaterThan(3);
  });
});

describe("createEpochTask(folder, case, numbers, variant)", () => {
  it("trains the same student wherever the answers come from, and one on labels alone", async () => {
    const checks: (readonly number[])[] = [];
    for (const variant of ["memory", "kept", "placed", "teacher", "labels"] as const) {
      const task = await createEpochTask(folder, epoch, numbersOf(epoch), variant);
      await task.step();
      checks.push(task.check);
      await task.close();
    }
    expect(checks[1]).toEqual(checks[0]);
    expect(checks[2]).toEqual(checks[0]);
    expect(relativeDifference(checks.slice(0, 4))).toBeLessThan(1e-3);
    expect(checks[0]).toHaveLength(3);
    expect(checks[4]).toEqual([]);
  });
});
