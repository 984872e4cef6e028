import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  datasetFromTable,
  encodeTable,
  inferLayout,
  readCsv,
  standardiseTargets,
  withTargetScale,
  withTransform,
} from "@dark-knowledge/datasets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import "@tensorflow/tfjs-backend-cpu";
import { expect, test } from "vitest";
import { openExternalTeacher } from "../../src/nets/external-teacher.ts";
import { rowTeacher } from "../fixtures/row-teacher.ts";

const inside = useTemporaryDirectory();

/** A process that is asked about three rows, answers [age, 10] from them as they stand in the table, and leaves out one without an age. */
const PROGRAM = rowTeacher({
  answer: "{ logits: raw.map(({ age }) => [age ?? 0, 10]), unanswered: raw.map(({ age }) => age === null) }",
  ...{ classNames: ["old", "young"], fingerprint: "by age" },
});

test("openExternalTeacher records a process, which is sent rows as they stand in the table", async () => {
  writeFileSync(inside("teacher.mjs"), PROGRAM);
  const table = readCsv("kind,age\nyoung,3\nold,70\nold,\n");
  const dataset = datasetFromTable(table, inferLayout(table, { label: "kind" }));
  const encoded = withTransform(dataset, encodeTable(dataset));
  const { signal } = new AbortController();
  const teacher = await openExternalTeacher(
    `cmd: "${process.execPath}" "${inside("teacher.mjs")}"`,
    encoded,
    { token: "unused", requests: 1 },
    signal,
  );
  const recorded = await teacher.record(encoded, inside("answers"), {});
  await teacher.close();
  expect(recorded).toEqual({ answers: 2, recorded: 3, unanswered: 1, teacherFingerprint: "by age" });
  expect(teacher.usage()).toBeUndefined();
  const store = await openSoftTargets(inside("answers"));
  expect(Array.from((await store.read([0, 1])).logits)).toEqual([3, 10, 70, 10]);
  await store.close();
});

test("a service answers for numbers in the unit of the table, and may leave some out", async () => {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { raw } = JSON.parse(body) as { raw: { age: number }[] };
      const numbers = raw.map(({ age }) => (age === 70 ? [] : [1000 * age, age / 2]));
      response.end(JSON.stringify({ numbers, unanswered: raw.map(({ age }) => age === 70) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const table = readCsv("price,age,rent\n3500,3,2\n69000,70,30\n40000,41,22\n");
  const read = datasetFromTable(table, inferLayout(table, { label: ["price", "rent"], task: "numbers" }));
  const dataset = withTargetScale(withTransform(read, encodeTable(read)), standardiseTargets(read));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    const teacher = await openExternalTeacher(url, dataset, {}, new AbortController().signal);
    expect(await teacher.record(dataset, inside("answers"), {})).toMatchObject({ answers: 2, unanswered: 1 });
    await teacher.close();
  } finally {
    server.closeAllConnections();
    server.close();
  }
  const store = await openSoftTargets(inside("answers"));
  expect(store.manifest).toMatchObject({ task: "numbers", classNames: ["price", "rent"] });
  expect(Array.from((await store.read([0, 2])).logits)).toBeAllClose([3000, 1.5, 41_000, 20.5], { rtol: 1e-6 });
  await store.close();
});
