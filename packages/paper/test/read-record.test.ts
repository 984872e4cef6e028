import { mkdirSync, writeFileSync } from "node:fs";
import { type RunRecord, recordLines } from "@dark-knowledge/report";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { readRecord } from "../src/index.ts";

const inside = useTemporaryDirectory();
const RECORD: RunRecord = {
  ...{ experiment: "mine", title: "odd or even", spec: {}, versions: {}, backend: "cpu", examples: [] },
  dataset: { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] },
  nets: [{ role: "teacher", name: "big", seed: 1, figures: { errors: 9 } }],
};

test("readRecord(path) reads a file or a run directory, and makes the pages of an experiment that it does not know", async () => {
  mkdirSync(inside("run"));
  writeFileSync(inside("run/record.jsonl"), recordLines(RECORD));
  const read = await readRecord(inside("run"));
  expect(read).toMatchObject({ file: inside("run/record.jsonl"), record: RECORD });
  expect(Object.keys(read.files)).toEqual(["report.html", "table.md"]);
  expect(read.files["table.md"]).toContain("| big |");
  expect(await readRecord(inside("run/record.jsonl"))).toEqual(read);
});

test("readRecord(path) names what is no record", async () => {
  writeFileSync(inside("notes.txt"), "hello");
  await expect(readRecord(inside("none"))).rejects.toThrow(`record: cannot read ${inside("none")} (ENOENT)`);
  await expect(readRecord(inside("notes.txt"))).rejects.toThrow(
    /^record: .*notes\.txt is not the record of a run \(.*\)$/,
  );
});
