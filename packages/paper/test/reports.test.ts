import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseRecord } from "@dark-knowledge/report";
import { describe, expect, it } from "vitest";
import { EXPERIMENTS } from "../src/experiments.ts";

const pathOf = (file: string) => fileURLToPath(new URL(`../../../reports/${file}`, import.meta.url));

// `vitest --update` makes the kept pages again when they are to change.
describe("the reports that are kept are made from their records", () => {
  it.each([
    ["compression", ["table.md", "report.html"]],
    ["compression/letters", ["table.md", "report.html"]],
    ["mnist", ["table.md", "report.html"]],
    ["mnist/choices", ["table.md"]],
    ["mnist/choices/losses", ["table.md"]],
    ["mnist/correlation", ["table.md", "report.html"]],
    ["mnist/losses", ["table.md", "report.html"]],
    ["mnist/losses/ten-seeds", ["table.md", "report.html"]],
    ["mnist/losses/twenty-epochs", ["table.md", "report.html"]],
    ["mnist/without-weight-decay", ["table.md", "report.html"]],
    ["intents", ["table.md", "report.html"]],
    ["intents/all-labels", ["table.md", "report.html"]],
    ["letters", ["table.md", "report.html"]],
    ["letters/more-rows", ["table.md", "report.html"]],
    ["speech", ["table.md", "report.html"]],
    ["speech-an4", ["table.md", "report.html"]],
    ["speech-an4/few-frames", ["table.md", "report.html"]],
    ["speech-digits", ["table.md", "report.html"]],
    ["specialists/hidden-12", ["table.md", "report.html"]],
    ["specialists/hidden-24", ["table.md", "report.html"]],
    ["specialists/hidden-64", ["table.md", "report.html"]],
  ])("%s", async (directory, names) => {
    const lines = readFileSync(pathOf(`${directory}/record.jsonl`), "utf8");
    const record = parseRecord(lines);
    const files = EXPERIMENTS[record.experiment]!.files(record);
    expect(JSON.parse(readFileSync(pathOf(`${directory}/spec.json`), "utf8"))).toEqual(record.spec);
    expect(files["record.jsonl"]).toBe(lines);
    for (const name of names) await expect(files[name]).toMatchFileSnapshot(pathOf(`${directory}/${name}`));
  });

  it.each([
    "compression",
    "mnist",
    "mnist/correlation",
    "specialists/hidden-12",
    "intents",
    "speech-an4/few-frames",
    "speech-digits",
  ])("the specification of %s can be run again", (directory) => {
    const { experiment, spec } = parseRecord(readFileSync(pathOf(`${directory}/record.jsonl`), "utf8"));
    expect(EXPERIMENTS[experiment]!.resolve(spec)).toMatchObject(spec);
  });
});
