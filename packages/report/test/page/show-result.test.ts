import { expect, it } from "vitest";
import { html, showResult } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";
import { tinyRecord } from "../tiny-record.ts";

const record = tinyRecord({ teacher: { 1: 10 }, baseline: { 1: 30 }, student: { 1: 20, 2: 24 } });
const parse = ({ markup }: { markup: string }) => parsePage(`<html><body>${markup}</body></html>`);

it("showResult(record) has dots, a table and all numbers", () => {
  const page = parse(showResult(record));
  expect(page.texts("h2")).toEqual(["Result"]);
  expect(page.all("svg")).toHaveLength(1);
  expect(page.texts("summary")).toEqual(["All numbers, seed by seed"]);
  expect(page.all("details tbody tr")).toHaveLength(4);
  expect(page.all("section > .scroller tbody tr")).toHaveLength(3);
});

it("showResult(record, options) has some nets above all numbers, and what stands between them", () => {
  const page = parse(
    showResult(record, {
      ...{ nets: record.nets.slice(0, 1), title: "Teachers", caption: "No cross.", note: "One net." },
      ...{ parts: [html`<p class="own">between</p>`], without: ["seeds"] },
    }),
  );
  expect(page.texts("h2, p.note, p.own, summary")).toEqual([
    "Teachers",
    "One net.",
    "between",
    "All numbers, seed by seed",
  ]);
  expect(page.text).toContain("No cross.");
  expect(page.texts("section > .scroller thead th")).not.toContain("seeds");
  expect(page.all("details tbody tr")).toHaveLength(4);
});
