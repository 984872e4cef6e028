import { expect, test } from "vitest";
import { flagOf } from "../../src/options/flag-of.ts";

test("flagOf is the name as it is typed", () => {
  expect(["seeds", "hardWeight", "teacherEpochs"].map(flagOf)).toEqual([
    "--seeds",
    "--hard-weight",
    "--teacher-epochs",
  ]);
});
