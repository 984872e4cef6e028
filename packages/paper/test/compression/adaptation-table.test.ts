import { expect, test } from "vitest";
import { adaptationDifferences, adaptationTable } from "../../src/compression/adaptation-table.ts";
import { ADAPTATION } from "../fixtures/compression-record.ts";

test("the table has each form in both orders, with the differences seed by seed", () => {
  const { rows, caption } = adaptationTable(ADAPTATION);
  expect(rows.map(({ cells }) => cells)).toEqual([
    ["uncompressed", "not adapted", "90 kB", "32.0 ± 2.8", "–", "–", "–"],
    ["uncompressed", "adapted", "90 kB", "11.0 ± 1.4", "–", "–", "–"],
    // 2 and 0 more: 1 ± 12.7062 · √2 / √2.
    ["4 bits", "compressed, then adapted", "12 kB", "13.5 ± 0.7", "+1.0 (−11.7 to +13.7)", "3", "72"],
    ["4 bits", "adapted, then compressed", "12.3 kB", "12.5 ± 2.1", "–", "3", "48"],
    // One seed has no spread.
    ["90 % of weights removed", "compressed, then adapted", "9 kB", "20.0", "−6.0", "4", "1,000"],
    ["90 % of weights removed", "adapted, then compressed", "9.1 kB", "26.0", "–", "4", "64"],
  ]);
  expect(caption).toContain("adapted to a, b: 2,000 training examples of these classes, 400 test examples");
});

test("a net whose uncompressed forms are not finished has rows for the others", () => {
  const none = { seeds: [], errors: [], gzip: [] };
  const { rows } = adaptationTable({ ...ADAPTATION, generalist: none, specialist: none });
  expect(rows.map(({ cells }) => cells[0])).toEqual([
    "4 bits",
    "4 bits",
    ...new Array(2).fill("90 % of weights removed"),
  ]);
});

test("the differences are those of the table, with intervals where there are several seeds", () => {
  const [bits, pruned] = adaptationDifferences(ADAPTATION);
  expect(bits).toEqual({
    label: "4 bits",
    mean: 1,
    low: expect.closeTo(-11.7062, 4),
    high: expect.closeTo(13.7062, 4),
  });
  expect(pruned).toEqual({ label: "90 % of weights removed", mean: -6 });
});
