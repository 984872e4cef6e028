import { writeFileSync } from "node:fs";
import { datasetFromTable, encodeTable, inferLayout, readCsv, withTransform } from "@dark-knowledge/datasets";
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
