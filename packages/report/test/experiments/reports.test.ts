import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { mnistPage } from "../../src/experiments/mnist/mnist-page.ts";
import { mnistTables } from "../../src/experiments/mnist/mnist-tables.ts";
import { specialistsPage } from "../../src/experiments/specialists/specialists-page.ts";
import { specialistsRemarks, specialistsTables } from "../../src/experiments/specialists/specialists-tables.ts";
import { describeRun, markdownTables, parseRecord, type RunRecord } from "../../src/index.ts";

const pathOf = (file: string) => fileURLToPath(new URL(`../../../../reports/${file}`, import.meta.url));

const mnistText = (record: RunRecord) => `${describeRun(record)}\n\n${markdownTables(mnistTables(record))}\n`;
const specialistsText = (record: RunRecord) =>
  `${markdownTables(specialistsTables(record))}\n\n${specialistsRemarks(record).join("\n")}\n`;

// `vitest --update` makes the kept pages again when they are to change.
describe("the reports that are kept are made from their records", () => {
  it.each([
    ["mnist", mnistText, mnistPage],
    ["mnist/choices", mnistText, undefined],
    ["mnist/without-weight-decay", mnistText, mnistPage],
    ["specialists/hidden-12", specialistsText, specialistsPage],
    ["specialists/hidden-24", specialistsText, specialistsPage],
    ["specialists/hidden-64", specialistsText, specialistsPage],
  ])("%s", async (directory, textOf, pageOf) => {
    const record = parseRecord(readFileSync(pathOf(`${directory}/record.jsonl`), "utf8"));
    expect(JSON.parse(readFileSync(pathOf(`${directory}/spec.json`), "utf8"))).toEqual(record.spec);
    await expect(textOf(record)).toMatchFileSnapshot(pathOf(`${directory}/table.md`));
    if (pageOf) await expect(pageOf(record)).toMatchFileSnapshot(pathOf(`${directory}/report.html`));
  });
});
