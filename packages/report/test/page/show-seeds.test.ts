import { expect, it } from "vitest";
import { showSeeds } from "../../src/index.ts";
import { tinyRecord } from "../tiny-record.ts";

it("showSeeds(record) is the folded table of all numbers, or nothing", () => {
  const { markup } = showSeeds(tinyRecord({ teacher: { 1: 10, 2: 11 } }))!;
  expect(markup).toMatch(/^<details>\n<summary>All numbers, seed by seed<\/summary>/);
  expect(markup.match(/<th scope="row">/g)).toHaveLength(2);
  expect(showSeeds(tinyRecord({}))).toBeUndefined();
});
