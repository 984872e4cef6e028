import type { RunRecord } from "@dark-knowledge/report";
import { expect, test } from "vitest";
import { chosenTable, compressionTables, netTables } from "../../src/compression/compression-tables.ts";
import { kilobytes } from "../../src/compression/internal/kilobytes.ts";
import { ADAPTATION, COMPRESSION_RECORD } from "../fixtures/compression-record.ts";

test("the smallest forms are chosen by the validation set, not by the test set", () => {
  const rows = chosenTable(COMPRESSION_RECORD).rows.map(({ cells }) => cells.slice(0, 7));
  expect(rows).toEqual([
    // 11.5 validation errors are at most 11 + 0.001 · 500.
    ["wide", "smallest, ≤ 0.1 points worse", "90 % of weights removed", "10 kB", "10.0", "22.0 ± 2.8", "22.0 ± 0.0"],
    ["wide", "smallest, no worse", "4 bits", "12 kB", "8.3", "22.0 ± 2.8", "23.0 ± 2.8"],
    ["wide", "int8, not trained", "int8 weights and activations", "25 kB", "4.0", "22.0 ± 2.8", "22.5 ± 3.5"],
    ["wide", "4 bits", "4 bits", "12 kB", "8.3", "22.0 ± 2.8", "23.0 ± 2.8"],
    ["slim", "smallest, ≤ 0.1 points worse", "none", "–", "–", "–", "–"],
    ["slim", "smallest, no worse", "none", "–", "–", "–", "–"],
    // 14.5 validation errors are at most 3 % of 500, and two bits are not.
    ["slim", "smallest of all, ≤ 3.0 % errors", "uncompressed", "8 kB", "12.5", "34.0 ± 1.4", "34.0 ± 1.4"],
  ]);
});

test("a net's table has all forms by size, with what soft targets bring", () => {
  const [, wide] = compressionTables(COMPRESSION_RECORD);
  expect(wide!.title).toBe("wide (784-9-10)");
  expect(wide!.rows.map(({ cells }) => cells[0])).toEqual([
    ...["uncompressed", "int8 weights and activations", "4 bits", "90 % of weights removed", "2 bits"],
  ]);
  // Seed by seed 1 more than the net as it is, and 5 and 1 fewer than by labels: −3 ± 12.7062 · √8 / √2.
  expect(wide!.rows[2]!.cells).toEqual([
    ...["4 bits", "12 kB", "8.3", "500.0 ± 0.0", "23.0 ± 2.8", "+1.0 (+1.0 to +1.0)", "26.0 ± 0.0"],
    "−3.0 (−28.4 to +22.4)",
  ]);
  expect(wide!.caption).toContain("99.950 % of the test examples");
});

test("a net that is adapted has a table after the others", () => {
  const extras = { ...COMPRESSION_RECORD.extras, adaptation: ADAPTATION };
  const titles = (record: RunRecord) => compressionTables(record).map(({ title }) => title);
  const nets = netTables(COMPRESSION_RECORD).map(({ title }) => title);
  expect(titles(COMPRESSION_RECORD)).toEqual(["What is reached", ...nets]);
  expect(titles({ ...COMPRESSION_RECORD, extras })).toEqual(["What is reached", ...nets, "Before or after adaptation"]);
});

test("kilobytes have three digits", () => {
  expect([126_949, 9876, 1_066_000].map(kilobytes)).toEqual(["127 kB", "9.88 kB", "1,070 kB"]);
});

test("a published result is for the same net and the same test set only", () => {
  const rename = (table: string) =>
    COMPRESSION_RECORD.nets.map((net) => (net.table === "wide" ? { ...net, table } : net));
  const dataset = { ...COMPRESSION_RECORD.dataset, name: "mnist", sizes: { validation: 500, test: 10_000 } };
  const published = (nets = rename("784-300-100-10"), over: object = {}) =>
    chosenTable({ ...COMPRESSION_RECORD, nets, dataset: { ...dataset, ...over } }).rows.filter(({ cells }) =>
      String(cells[1]).includes("published"),
    );
  expect(published().map(({ cells }) => cells.slice(3))).toEqual([["27 kB", "40.0", "164", "158", "−6"]]);
  expect(published(rename("wide"))).toEqual([]);
  expect(published(undefined, { name: "fashion-mnist" })).toEqual([]);
});
