import { expect, test } from "vitest";
import { dataName } from "../../src/data/data-name.ts";

test("data is called as its file", () => {
  expect(dataName({ dataset: "mnist" })).toBe("mnist");
  expect(dataName({ data: { path: "../my/letters.v2.csv.gz" } })).toBe("letters");
});
