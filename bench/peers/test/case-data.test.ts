import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { drawCaseData, readCaseData, writeCaseData } from "../src/case-data.ts";
import { CASES } from "../src/cases.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "case-data-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it("readCaseData(folder, id) gives back what writeCaseData wrote", () => {
  const one = CASES.find(({ id }) => id === "e1")!;
  writeCaseData(folder, one);
  const read = readCaseData(folder, "e1");
  expect(read.case).toEqual(one);
  expect([...read.numbers.values()]).toEqual(drawCaseData(one));
});
