import { expect, it } from "vitest";
import { showTable, type Table } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";

const TABLE: Table = {
  ...{ title: "Result", caption: "Two nets." },
  columns: [
    { title: "net", isText: true },
    { title: "errors", mark: "student" },
    { title: "classes", isText: true },
  ],
  rows: [
    { mark: "teacher", cells: ["big <1>", "7", { codes: ["a", "<b>"] }] },
    { cells: ["small", "9", { codes: [] }] },
  ],
};
const parse = (markup: string) => parsePage(`<html><body>${markup}</body></html>`);

it("showTable(table) has a head, rows with names, keys, code and a caption, in a region that scrolls", () => {
  const page = parse(showTable(TABLE).markup);
  expect(page.texts("thead th")).toEqual(["net", "errors", "classes"]);
  expect(page.texts("tbody th, tbody td")).toEqual(["big <1>", "7", "a <b>", "small", "9", ""]);
  expect(page.texts("code")).toEqual(["a", "<b>"]);
  expect(page.all("th, td").map((cell) => cell.getAttribute("class") || cell.getAttribute("scope"))).toEqual([
    ...["text", "number", "text"],
    ...["row", "number", "text", "row", "number", "text"],
  ]);
  expect(page.all(".key").map((key) => key.getAttribute("class"))).toEqual(["key student", "key teacher"]);
  const region = page.first("[role=region]");
  expect([region.getAttribute("aria-label"), region.getAttribute("tabindex")]).toEqual(["Table: Result", "0"]);
  expect(page.texts("p.note, .hint")).toEqual(["more to the right →", "Two nets."]);
  expect(page.all("details")).toHaveLength(0);
});

it("showTable(table, { fold }) is folded", () => {
  const { caption: _, ...bare } = TABLE;
  const page = parse(showTable(bare, { fold: "All figures" }).markup);
  expect(page.texts("details > summary")).toEqual(["All figures"]);
  expect(page.all("details table")).toHaveLength(1);
  expect(page.all("p.note")).toHaveLength(0);
});
