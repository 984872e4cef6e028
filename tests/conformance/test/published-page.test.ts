import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { CASES } from "../src/cases/index.ts";
import { COLUMN_NAMES, type ColumnName } from "../src/columns.ts";
import { nameOf, titleOf } from "../src/conformance-case.ts";
import { renderPage } from "../src/page.ts";
import { type Cells, resultsFile } from "../src/table.ts";

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));

function readColumns(): Partial<Record<ColumnName, Cells>> {
  const published = COLUMN_NAMES.filter((name) => existsSync(path(`../results/${resultsFile(name)}`)));
  return Object.fromEntries(
    published.map((name) => [name, JSON.parse(readFileSync(path(`../results/${resultsFile(name)}`), "utf8"))]),
  );
}

it("the page shows the results as they are kept", async () => {
  await expect(renderPage(CASES, readColumns())).toMatchFileSnapshot(path("../../../docs/conformance.md"));
});

it("every kept column has every row and no other", () => {
  const titles = [...new Set(CASES.map(titleOf))];
  for (const [name, cells] of Object.entries(readColumns())) expect(Object.keys(cells), name).toEqual(titles);
});

it("no two cases have the same name", () => {
  const names = CASES.map(nameOf);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
