import { expect, test } from "vitest";
import { isFileDatasetPath } from "../../src/node/index.ts";

test("isFileDatasetPath(path) looks at the end of the name", () => {
  const names = ["a.parquet", "a.ARROW", "a.feather", "a.parquet.gz", "a.csv"];
  expect(names.map(isFileDatasetPath)).toEqual([true, true, true, false, false]);
});
