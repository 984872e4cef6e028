import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Dataset, datasetSize } from "@dark-knowledge/datasets";
import { BudgetError } from "@dark-knowledge/teachers";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { askTeacher } from "../../src/distill/ask-teacher.ts";
import { resolveDistillSpec } from "../../src/distill/distill-spec.ts";
import { loadDistillData } from "../../src/distill/load-distill-data.ts";
import type { AnswersEvent, PrepareContext } from "../../src/experiment.ts";
import { type AnsweredPart, storedLogits } from "../../src/nets/external-answers.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { READ_AGES, rowTeacher } from "../fixtures/row-teacher.ts";
import { tinySpec } from "../fixtures/tiny-spec.ts";
import { writeWav } from "../fixtures/write-wav.ts";

const inside = useTemporaryDirectory();
/** The ids that were asked for, request by request. */
let asked: number[][] = [];
let authorizations = new Set<string | undefined>();

// The logits of an example are its first ten pixels of the middle row.
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    const { ids, features } = JSON.parse(body) as { ids: number[]; features: number[][][][] };
    asked.push(ids);
    authorizations.add(request.headers.authorization);
    response.end(JSON.stringify({ logits: features.map((image) => image[14]!.slice(9, 19).flat()) }));
  });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
beforeEach(() => {
  asked = [];
  authorizations = new Set();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/ask`;

async function ask(over: Partial<PrepareContext> = {}, from = address()) {
  const spec = tinySpec({ teacher: { kind: "external", from } });
  const data = await loadDistillData(spec, dataSource());
  const events: AnswersEvent[] = [];
  const context = {
    ...{ directory: inside("run"), signal: new AbortController().signal },
    onAnswers: (event: AnswersEvent) => events.push(event),
    ...over,
  };
  return { data, events, prepared: await askTeacher(spec, data, context) };
}

test("a teacher is asked about transfer, test and validation set once, across a budget and without any need of it afterwards", async () => {
  const access = { token: "secret-token", url: `${address()}?key=secret-key`, requests: 3 };
  await expect(ask({ access })).rejects.toThrow(BudgetError);
  expect(asked).toHaveLength(3);
  const { data, events, prepared } = await ask({ access: { ...access, requests: 100 } });
  // 150 examples of the transfer set, 100 of the test set and 50 of the validation set.
  expect(asked.map((ids) => ids.length).sort()).toEqual([...Array(8).fill(32), 22, 4, 18].sort());
  const parts = [asked.slice(0, 5), asked.slice(5, 9), asked.slice(9)];
  expect(parts.map((part) => new Set(part.flat()).size)).toEqual([150, 100, 50]);
  expect(events.at(0)).toMatchObject({ part: "transfer", total: 150 });
  expect(events.at(-1)).toEqual({
    ...{ part: "validation", done: 50, total: 50 },
    usage: { requests: 8, retries: 0, cost: 0 },
  });
  expect(authorizations).toEqual(new Set(["Bearer secret-token"]));

  const { answers } = prepared.shared!;
  const { rows, data: logits } = await storedLogits(answers!, "test", data.test);
  expect(rows).toBe(datasetSize(data.test));
  const { values, transforms } = data.test.columns.features!;
  expect(transforms).toHaveLength(1);
  const first = values.subarray(784 * data.test.rows[0]!).subarray(14 * 28 + 9, 14 * 28 + 19);
  expect(logits.subarray(0, 10)).toBeAllClose(
    Float32Array.from(first, (byte) => byte / 255),
    { rtol: 1e-6 },
  );

  asked = [];
  expect((await ask({ access: { requests: 0 } })).prepared).toEqual(prepared);
  expect(asked).toEqual([]);
  for (const entry of readdirSync(inside("run"), { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) expect(readFileSync(join(entry.parentPath, entry.name), "latin1")).not.toMatch(/secret/);
  }
});

/** A process that learns from its rows, and then says of each row that it is asked about whether it has seen it. */
const LEARNER = rowTeacher({
  prepare: `${READ_AGES}
import { appendFileSync } from "node:fs";
appendFileSync(process.argv[2], seen.length + " ");`,
  answer: "{ logits: raw.map(({ age }) => (seen.includes(age) ? [2, 0] : [0, 2])) }",
  ...{ classNames: ["seen", "new"], fingerprint: "memory" },
});

test("a command is given the training rows, and with folds answers each row by a process that has not seen it", async () => {
  const rows = Array.from({ length: 40 }, (_, age) => `${age % 2 ? "new" : "seen"},${age}`);
  writeFileSync(inside("rows.csv"), ["kind,age", ...rows, ",98", ",99"].join("\n"));
  writeFileSync(inside("learner.mjs"), LEARNER);
  const spec = resolveDistillSpec({
    ...{ data: { path: inside("rows.csv"), label: "kind" }, testSize: 10, validationSize: 0, folds: 3 },
    teacher: { kind: "external", from: `cmd: "${process.execPath}" "${inside("learner.mjs")}" "${inside("log")}"` },
  });
  const data = await loadDistillData(spec, dataSource());
  const events: AnswersEvent[] = [];
  const context = { directory: inside("run"), signal: new AbortController().signal };
  const ask = () => askTeacher(spec, data, { ...context, onAnswers: (event) => events.push(event) });
  const prepared = await ask();
  const { answers } = prepared.shared!;
  const said = async (part: AnsweredPart, dataset: Dataset) =>
    Array.from((await storedLogits(answers!, part, dataset)).data, (logit) => logit / 2).filter(
      (_, at) => at % 2 === 1,
    );
  // The two rows without a label are nobody's to learn from.
  expect(await said("transfer", data.training)).toEqual([...Array(30).fill(1), 0, 0]);
  expect(await said("test", data.test)).toEqual(Array(10).fill(0));
  expect(await said("out-of-fold", data.training)).toEqual(Array(32).fill(0));
  expect(readFileSync(inside("log"), "utf8").trim().split(" ")).toEqual(["30", "20", "20", "20"]);
  expect(events.at(-1)).toEqual({ part: "out-of-fold", done: 32, total: 32 });
  expect(await ask()).toEqual(prepared);
  expect(readFileSync(inside("log"), "utf8")).toHaveLength(12);
});

test("a command is given the texts of a table as they stand there", async () => {
  const rows = Array.from({ length: 30 }, (_, row) =>
    row % 2 ? `hot,"soup ${row}, boiling"` : `cold,"tea ${row} froze"`,
  );
  writeFileSync(inside("texts.csv"), ["kind,sentence", ...rows].join("\n"));
  const answer = "{ logits: raw.map(({ sentence }) => (/^tea \\d+ froze$/.test(sentence) ? [4, 0] : [0, 4])) }";
  writeFileSync(inside("reader.mjs"), rowTeacher({ answer, classNames: ["cold", "hot"], fingerprint: "reader" }));
  const spec = resolveDistillSpec({
    data: { path: inside("texts.csv"), label: "kind", text: "sentence", textFeatures: 64 },
    ...{ testSize: 10, validationSize: 0, student: { kind: "embedding", units: 2 } },
    teacher: { kind: "external", from: `cmd: "${process.execPath}" "${inside("reader.mjs")}"` },
  });
  const data = await loadDistillData(spec, dataSource());
  const context = { directory: inside("run"), signal: new AbortController().signal, onAnswers() {} };
  const { shared } = await askTeacher(spec, data, context);
  for (const [part, dataset] of [
    ["transfer", data.training],
    ["test", data.test],
  ] as const) {
    const { data: logits } = await storedLogits(shared!.answers!, part, dataset);
    const { labels } = dataset.targets as { labels: ArrayLike<number> };
    const right = Array.from(dataset.rows, (id, at) => logits[2 * at + labels[id]!]);
    expect(right).toEqual(Array(dataset.rows.length).fill(4));
  }
});

/** Knows a tone by how often it crosses zero, which it finds in the file, and writes down what it was asked. */
const EARS = rowTeacher({
  prepare: `
import { appendFileSync, readFileSync } from "node:fs";
const pitch = ({ file }) => {
  const bytes = readFileSync(file);
  const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length));
  return samples.reduce((sum, sample, time) => sum + Number(time > 0 && sample >= 0 !== samples[time - 1] >= 0), 0) / samples.length;
};
const rows = readFileSync(process.env.DARK_KNOWLEDGE_TRAINING_ROWS, "utf8").trim().split("\\n").map((line) => JSON.parse(line));
const mean = (label) => {
  const own = rows.filter((row) => row.label === label).map(pitch);
  return own.reduce((sum, one) => sum + one / own.length, 0);
};
const [low, high] = [mean("low"), mean("high")];
appendFileSync(process.argv[2], rows.length + " ");`,
  answer: "{ logits: raw.map(pitch).map((one) => (Math.abs(one - low) < Math.abs(one - high) ? [0, 5] : [5, 0])) }",
  ...{ classNames: ["high", "low"], fingerprint: "ears" },
});

test("a command is told where recordings are, for students that read sequences, and a service is not", async () => {
  const tone = (hertz: number, length: number) =>
    Int16Array.from({ length }, (_, time) => 9000 * Math.sin((2 * Math.PI * hertz * time) / 8000));
  for (let index = 0; index < 12; index++) {
    writeWav(inside("clips", "low", `${index}.wav`), tone(300 + index, 600 + 50 * index), 8000);
    writeWav(inside("clips", "high", `${index}.wav`), tone(2000 + index, 500 + 50 * index), 8000);
  }
  writeFileSync(inside("ears.mjs"), EARS);
  const specOf = (from: string, over: object = {}) =>
    resolveDistillSpec({
      ...{
        data: { path: inside("clips") },
        testSize: 6,
        validationSize: 0,
        teacher: { kind: "external", from },
        ...over,
      },
    });
  const ask = async (spec: ReturnType<typeof specOf>, directory: string) => {
    const data = await loadDistillData(spec, dataSource());
    const context = { directory: inside(directory), signal: new AbortController().signal, onAnswers() {} };
    return { data, ...(await askTeacher(spec, data, context)) };
  };
  const command = `cmd: "${process.execPath}" "${inside("ears.mjs")}" "${inside("log")}"`;
  const { data, shared } = await ask(specOf(command, { folds: 2 }), "run");
  for (const [part, dataset] of [
    ["transfer", data.training],
    ["out-of-fold", data.training],
    ["test", data.test],
  ] as const) {
    const { data: logits } = await storedLogits(shared!.answers!, part, dataset);
    const { labels } = dataset.targets as { labels: ArrayLike<number> };
    expect(Array.from(dataset.rows, (id, at) => logits[2 * at + labels[id]!])).toEqual(
      Array(dataset.rows.length).fill(5),
    );
  }
  expect(readFileSync(inside("log"), "utf8").trim().split(" ")).toEqual(["18", "9", "9"]);

  const questions: Record<string, unknown>[] = [];
  const listener = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      questions.push(JSON.parse(body));
      const { ids } = questions.at(-1) as { ids: number[] };
      response.end(JSON.stringify({ logits: ids.map((id) => (id < 12 ? [3, 0] : [0, 3])) }));
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  try {
    await ask(specOf(`http://127.0.0.1:${(listener.address() as AddressInfo).port}/`), "service");
  } finally {
    listener.closeAllConnections();
    listener.close();
  }
  expect(questions.every((question) => question.raw === undefined)).toBe(true);
  // Frames of 40 features each, padded to the longest of the batch.
  const [{ features }] = questions as [{ features: number[][][] }];
  expect(new Set(features.map((example) => example.length)).size).toBe(1);
  expect(features[0]![0]).toHaveLength(40);
});

test("a teacher that names other classes is warned of once, before it answers", async () => {
  const rows = Array.from({ length: 30 }, (_, age) => `${["new", "old", "odd"][age % 3]},${age}`);
  writeFileSync(inside("rows.csv"), ["kind,age", ...rows].join("\n"));
  const answer = "{ logits: raw.map(() => [1, 2, 3]) }";
  writeFileSync(inside("other.mjs"), rowTeacher({ answer, classNames: ["old", "odd", "New"], fingerprint: "other" }));
  const spec = resolveDistillSpec({
    ...{ data: { path: inside("rows.csv"), label: "kind" }, testSize: 6, validationSize: 0 },
    teacher: { kind: "external", from: `cmd: "${process.execPath}" "${inside("other.mjs")}"` },
  });
  const data = await loadDistillData(spec, dataSource());
  const events: AnswersEvent[] = [];
  const context = { directory: inside("run"), signal: new AbortController().signal };
  const ask = () => askTeacher(spec, data, { ...context, onAnswers: (event) => events.push(event) });
  await ask();
  const warning =
    'it does not name "new", and so holds this class for impossible; of those that it names, the data lacks "New"';
  expect(events.filter((event) => event.warning)).toEqual([{ part: "transfer", done: 0, total: 24, warning }]);
  expect(events[0]!.warning).toBe(warning);
  events.length = 0;
  await ask();
  expect(events).toEqual([]);
});

test("a teacher that answers nothing is an error before anything is trained, also when it is not asked again", async () => {
  const rows = Array.from({ length: 30 }, (_, age) => `${10 * age},${age}`);
  writeFileSync(inside("rows.csv"), ["price,age", ...rows].join("\n"));
  const answer = "{ numbers: raw.map(() => [0]), unanswered: raw.map(() => 1) }";
  writeFileSync(inside("silent.mjs"), rowTeacher({ answer, classNames: ["price"], fingerprint: "silent" }));
  const spec = resolveDistillSpec({
    ...{ data: { path: inside("rows.csv"), label: "price", task: "numbers" }, testSize: 6, validationSize: 0 },
    teacher: { kind: "external", from: `cmd: "${process.execPath}" "${inside("silent.mjs")}"` },
  });
  const data = await loadDistillData(spec, dataSource());
  const context = { directory: inside("run"), signal: new AbortController().signal, onAnswers() {} };
  for (let call = 0; call < 2; call++) {
    await expect(askTeacher(spec, data, context)).rejects.toThrow(
      /^the teacher answered none of the 24 examples of the transfer set, and students learn from its answers$/,
    );
  }
});

test("a teacher that is a net is not asked", async () => {
  const spec = tinySpec();
  const context = { directory: inside("run"), signal: new AbortController().signal, onAnswers: () => {} };
  expect(await askTeacher(spec, await loadDistillData(spec, dataSource()), context)).toEqual({});
});
