import { writeFileSync } from "node:fs";
import { datasetFromTable, inferLayout, readCsv } from "@dark-knowledge/datasets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import "@tensorflow/tfjs-backend-cpu";
import { expect, test } from "vitest";
import { recordFolds } from "../../src/nets/record-folds.ts";
import { READ_AGES, rowTeacher } from "../fixtures/row-teacher.ts";

const inside = useTemporaryDirectory();

/** A process that answers each row by how often its age is among the rows that it has learned from, and by how many they are. */
const PROGRAM = rowTeacher({
  prepare: READ_AGES,
  answer: "{ logits: raw.map(({ age }) => [seen.filter((one) => one === age).length, seen.length]) }",
  ...{ classNames: ["old", "young"], fingerprint: "counts" },
});

test("recordFolds lets each row be answered by a process that has learned from the rows of the other folds", async () => {
  writeFileSync(inside("teacher.mjs"), PROGRAM);
  const rows = Array.from({ length: 9 }, (_, age) => `${age < 4 ? "young" : "old"},${age}`);
  const table = readCsv(`kind,age\n${rows.join("\n")}\n`);
  const layout = inferLayout(table, { label: "kind" });
  const training = datasetFromTable(table, layout);
  const progress: string[] = [];
  await recordFolds(`cmd: "${process.execPath}" "${inside("teacher.mjs")}"`, training, inside("answers"), {
    ...{ folds: 3, layout, scratch: inside("scratch"), signal: new AbortController().signal },
    onProgress: (done, total) => progress.push(`${done} of ${total}`),
  });
  expect(progress.at(-1)).toBe("9 of 9");
  const store = await openSoftTargets(inside("answers"));
  const { logits } = await store.read([...training.rows]);
  expect(Array.from(logits)).toEqual(Array.from({ length: 9 }, () => [0, 6]).flat());
  await store.close();
});
