import { expect, test } from "vitest";
import { SOURCE_KINDS } from "../../src/data/source-kinds.ts";

test("students of experiments may take recordings", () => {
  expect(SOURCE_KINDS.map(({ kind }) => kind)).toEqual(["log-mel"]);
});
