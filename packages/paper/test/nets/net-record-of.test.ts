import { mkdirSync } from "node:fs";
import { createMatrix } from "@dark-knowledge/core";
import { createDataset } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { writeMatrix } from "../../src/nets/internal/matrix-file.ts";
import { netRecordOf } from "../../src/nets/net-record-of.ts";
import { createNetSchema } from "../../src/nets/net-spec.ts";
import { parseSpec } from "../../src/spec/parse-spec.ts";

const inside = useTemporaryDirectory();
const dataset = createDataset({
  ...{ features: new Uint8Array(3), labels: Int32Array.of(0, 1, 1), exampleShape: [1], classNames: ["a", "b"] },
});
const net = parseSpec(createNetSchema(), { hidden: [4], epochs: 1 });
const result = {
  figures: { errors: 1 },
  confusion: [],
  transferSize: 3,
  parameters: 18,
  history: [],
  exampleLogits: [],
};

const recordOf = (...done: readonly string[]) => recordAt(4, ...done);

async function recordAt(temperature: number | undefined, ...done: readonly string[]) {
  for (const [stage, logits] of Object.entries({ teacher: [2, 0, 0, 2, 2, 0], student: [1, 0, 0, 1, 0, 1] })) {
    mkdirSync(inside(stage), { recursive: true });
    await writeMatrix(inside(stage), "test-logits", createMatrix(3, 2, Float32Array.from(logits)));
  }
  const outcomes = new Map(done.map((stage) => [stage, { result, environment: {} }]));
  const names = { role: "student", name: "small", seed: 2, stage: "student" };
  const soft = { loss: "distillation", temperature, hardWeight: 0, targets: "live" } as const;
  return netRecordOf(
    { ...names, teacher: { name: "big", seed: 1, stage: "teacher" } },
    { net, soft, transferSet: { omit: [1], only: [] } },
    { outcomes, directoryOf: (stage) => inside(stage), data: { training: dataset, test: dataset } },
  );
}

test("a net is in the record with what it was compared with", async () => {
  const [record] = await recordOf("teacher", "student");
  expect(record).toMatchObject({
    ...{ role: "student", name: "small", seed: 2, teacher: { name: "big", seed: 1 }, architecture: "1-4-2" },
    ...{ temperature: 4, omit: [1], ...result },
    // They differ on the third example, which the teacher gets wrong.
    fidelity: { agreement: 2 / 3, kl: expect.any(Number), teacherErrors: 1 },
  });
  expect(record).not.toHaveProperty("only");
  expect(record).not.toHaveProperty("stage");
});

test("without its teacher it is compared with nothing, and a stage that failed is no net", async () => {
  const [record] = await recordOf("student");
  expect(record).not.toHaveProperty("fidelity");
  expect(record).not.toHaveProperty("teacher");
  expect(await recordOf("teacher")).toEqual([]);
});

test("a student on numbers, which no temperature softens, is on soft targets all the same", async () => {
  const [record] = await recordAt(undefined, "teacher", "student");
  expect(record!.temperature).toBe(1);
});

test("what JSON has stored as null is the logit of an impossible class, and no figure", async () => {
  const stored = { ...result, figures: { errors: 1, nll: null }, exampleLogits: [[0, null]] };
  const [record] = await netRecordOf(
    { role: "teacher", name: "teacher", seed: 1, stage: "teacher" },
    { net },
    {
      outcomes: new Map([["teacher", { result: stored, environment: {} }]]),
      ...{ directoryOf: (stage: string) => inside(stage), data: { training: dataset, test: dataset } },
    },
  );
  expect(record!.figures).toEqual({ errors: 1 });
  expect(record!.exampleLogits).toEqual([[0, -Infinity]]);
});
