import { expect, it } from "vitest";
import { groupNets, showComparison } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";
import { tinyNets, tinyRecord } from "../tiny-record.ts";

const record = tinyRecord({ baseline: { 1: 30 }, student: { 1: 20 } });
const others = tinyNets({ role: "student", name: "reverse-kl", temperature: 4, table: "losses" }, { 1: 100, 2: 120 });

it("showComparison(record, options) has dots after those of the basis, and a folded table of the nets alone", () => {
  const all = { ...record, nets: [...record.nets, ...others] };
  const options = { title: "Later losses", nets: others, basis: groupNets(record.nets), without: ["seconds"] };
  const page = parsePage(`<html><body>${showComparison(all, options)!.markup}</body></html>`);
  expect(page.texts("h3, summary")).toEqual(["Later losses", "Later losses: all figures"]);
  // 120 is six times 20.
  expect(page.first("svg").getAttribute("aria-label")).toBe(
    "Later losses. plain: 30; kd: 20; reverse-kl: 110.0 ± 14.1; logarithmic axis.",
  );
  expect(page.texts("tbody th")).toEqual(["reverse-kl"]);
  expect(page.texts("thead th")).not.toContain("seconds");
});

it("showComparison(record, options) is nothing without nets", () => {
  expect(showComparison(record, { title: "None", nets: [] })).toBeUndefined();
});

it("showComparison(record, options) folds another table of the nets, if there is one", () => {
  const table = { title: "Mine", columns: [{ title: "net", isText: true }], rows: [{ cells: ["a net"] }] };
  const all = { ...record, nets: [...record.nets, ...others] };
  const page = parsePage(
    `<html><body>${showComparison(all, { title: "Later losses", nets: others, table })!.markup}</body></html>`,
  );
  expect(page.texts("tbody th")).toEqual(["a net"]);
  const broken = { ...table, rows: [{ cells: [] }] };
  expect(() => showComparison(all, { title: "a", nets: others, table: broken })).toThrow(
    "showComparison: options.table",
  );
});
