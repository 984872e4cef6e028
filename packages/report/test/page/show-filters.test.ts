import { decode } from "fast-png";
import { expect, test } from "vitest";
import { showFilters } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";

test("showFilters(filters) draws weights with one scale, blue above 0 and orange below", () => {
  const filters = [
    { weights: [4, 0], height: 2, width: 1 },
    { weights: [-1, 2], height: 2, width: 1 },
  ];
  const page = parsePage(`<html><body>${showFilters(filters, "Two units.")!.markup}</body></html>`);
  expect(page.texts("figcaption")).toEqual(["Two units."]);
  const png = decode(Buffer.from(page.first("img").getAttribute("src")!.split(",")[1]!, "base64"));
  expect([png.width, png.height]).toEqual([3, 2]);
  const pixel = (row: number, column: number) =>
    Array.from(png.data.slice(4 * (3 * row + column), 4 * (3 * row + column) + 4));
  expect([pixel(0, 0), pixel(0, 2), pixel(1, 2)]).toEqual([
    [23, 102, 181, 255],
    [180, 79, 9, 64],
    [23, 102, 181, 128],
  ]);
  expect([pixel(1, 0)[3], pixel(0, 1)]).toEqual([0, [128, 128, 128, 80]]);
});

test("showFilters(filters) refuses filters of different sizes, and draws nothing where there is none", () => {
  expect(showFilters([], "None.")).toBeUndefined();
  const one = { weights: [1, 2], height: 2, width: 1 };
  expect(() => showFilters([one, { weights: [1], height: 1, width: 1 }], "Two.")).toThrow("showFilters: filters[1]");
  expect(() => showFilters([{ ...one, weights: [1] }], "One.")).toThrow("showFilters: filters[0].weights");
  expect(showFilters([{ ...one, weights: [0, 0] }], "Zero.")!.markup).not.toContain("NaN");
});
