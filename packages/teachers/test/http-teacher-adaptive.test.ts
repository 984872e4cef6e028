import { createDataset } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { recordSoftTargets } from "@dark-knowledge/training/node";
import { describe, expect, test } from "vitest";
import type { TeacherRequest } from "../src/external-teacher.ts";
import { type HttpTeacherOptions, httpTeacher } from "../src/http-teacher.ts";
import { toTeacherFunction } from "../src/tfjs/to-teacher-function.ts";
import { type Behaviour, hang, status, useFlakyServer } from "./fixtures/use-flaky-server.ts";

const server = useFlakyServer();
const inside = useTemporaryDirectory();
const idsOf = (body: string) => (JSON.parse(body) as { ids: number[] }).ids;
/** Ids that were answered, in the order of the requests. */
let answered: number[] = [];
/** Milliseconds, as the service counts them. */
let clock = 0;

/** The logits of an example are its two features; more rows than the limit are refused, and time goes by. */
const service =
  ({ limit = Infinity, code = 413, ms = (_: number): number => 1 } = {}): Behaviour =>
  (response, body) => {
    const ids = idsOf(body);
    if (ids.length > limit) return void response.writeHead(code).end("too large");
    clock += ms(ids.length);
    answered.push(...ids);
    response.end(JSON.stringify({ logits: (JSON.parse(body) as { features: number[][] }).features }));
  };
const batch = (from: number, size: number): TeacherRequest => ({
  ids: Int32Array.from({ length: size }, (_, index) => from + index),
  features: { values: Float32Array.from({ length: 2 * size }, (_, index) => 2 * from + index), shape: [size, 2] },
});
const teacherOf = (options: Partial<HttpTeacherOptions> = {}) => {
  [answered, clock] = [[], 0];
  return httpTeacher({
    ...{ url: server.url(), classCount: 2, backoffMs: 1, timeoutMs: 5000, concurrency: 1 },
    rowsPerRequest: { now: () => clock },
    ...options,
  });
};
const rowsSeen = () => server.seen.map(({ body }) => idsOf(body).length);
const steps = (rows: readonly number[]) => rows.filter((one, index) => one !== rows[index - 1]);

/** Asks about `count` examples, as many at a time as the teacher wants. */
async function askAll(teacher: ReturnType<typeof teacherOf>, count: number): Promise<void> {
  for (let from = 0; from < count; ) {
    const question = batch(from, Math.min(teacher.batchSize!, count - from));
    expect(await teacher.answer(question)).toMatchObject({ logits: question.features.values });
    from += question.ids.length;
  }
}

describe("httpTeacher with rows that adapt", () => {
  test.each([413, 400])("finds the limit of a service that refuses more than 37 rows with %i", async (code) => {
    server.does(service({ limit: 37, code }));
    const teacher = teacherOf();
    await askAll(teacher, 1500);
    expect(steps(rowsSeen()).slice(0, 12)).toEqual([32, 64, 32, 36, 40, 36, 4, 36, 38, 36, 2, 36]);
    expect(teacher.usage).toMatchObject({ rowsPerRequest: 37 });
    expect(teacher.batchSize).toBe(37);
    // Each was answered once, although some were asked about in a request that was refused.
    expect(answered).toEqual([...batch(0, 1500).ids]);
  });

  test("is asked about as many examples by recordSoftTargets, each of them once", async () => {
    server.does(service({ limit: 37 }));
    const labels = new Int32Array(600).fill(-1);
    const dataset = createDataset({
      features: batch(0, 600).features.values,
      labels,
      exampleShape: [2],
      classNames: ["a", "b"],
    });
    const teacher = toTeacherFunction(teacherOf({ concurrency: 2 }), dataset);
    const options = { teacherFingerprint: "echo", concurrency: 2 };
    const { answers } = await recordSoftTargets(teacher, dataset, inside("store"), options);
    expect(answers).toBe(600);
    expect(teacher.batchSize).toBeGreaterThanOrEqual(36);
    expect([...answered].sort((one, other) => one - other)).toEqual([...dataset.rows]);
  });

  test("joins the answers to a large batch that is cut while it is on its way", async () => {
    server.does(service({ limit: 37 }));
    const teacher = teacherOf({ concurrency: 4, rowsPerRequest: { start: 300, now: () => clock } });
    const question = batch(0, 1000);
    expect(await teacher.answer(question)).toMatchObject({ logits: question.features.values });
    expect([...answered].sort((one, other) => one - other)).toEqual([...question.ids]);
    expect(Math.max(...rowsSeen().slice(8))).toBeLessThanOrEqual(75);
  });

  test("grows no more where larger requests take longer than they are worth", async () => {
    server.does(service({ ms: (rows) => 1 + (rows / 60) ** 2 }));
    const teacher = teacherOf();
    await askAll(teacher, 4000);
    expect(Math.max(...rowsSeen())).toBe(128);
    expect(teacher.batchSize).toBe(64);
  });

  test("halves after a time-out and after 429, and asks about the same examples", async () => {
    server.does(hang, service());
    const teacher = teacherOf({ timeoutMs: 1000 });
    await teacher.answer(batch(0, 32));
    expect(rowsSeen()).toEqual([32, 16, 16]);
    expect(answered).toEqual([...batch(0, 32).ids]);
    server.does(status(429, { "retry-after": "0.01" }), service());
    await teacher.answer(batch(32, 16));
    expect(rowsSeen().slice(3)).toEqual([16, 8, 8]);
    expect(teacher.usage).toMatchObject({ retries: 2, rowsPerRequest: 8 });
  });

  test("is an error at once where a single example is too large, or a request is wrong from the start", async () => {
    server.does(service({ limit: 0 }));
    await expect(teacherOf().answer(batch(0, 4))).rejects.toThrow(/ answered 413: too large$/);
    expect(rowsSeen()).toEqual([4, 2, 1]);
    server.does(service({ limit: 0, code: 400 }));
    await expect(teacherOf().answer(batch(0, 4))).rejects.toThrow(/ answered 400: too large$/);
    expect(rowsSeen()).toEqual([4, 2, 1, 4]);
  });

  test.each<[NonNullable<HttpTeacherOptions["rowsPerRequest"]>, string]>([
    [0, "rowsPerRequest must be an integer, at least 1, got 0"],
    [{ min: 0, now: () => 0 }, "rowsPerRequest.min must be an integer, at least 1, got 0"],
    [{ min: 9, max: 8, now: () => 0 }, "rowsPerRequest.max must be an integer, at least 9, got 8"],
    [{ start: 2000, now: () => 0 }, "rowsPerRequest.start must be an integer, at least 1 and at most 1024, got 2000"],
    [{} as never, "rowsPerRequest.now must be a clock in milliseconds, such as () => performance.now(), got undefined"],
  ])("refuses %j", (rowsPerRequest, message) => {
    expect(() => teacherOf({ rowsPerRequest })).toThrow(`httpTeacher: ${message}`);
  });
});
