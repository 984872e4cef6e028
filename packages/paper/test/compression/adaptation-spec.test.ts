import { expect, test } from "vitest";
import { createAdaptationSchema } from "../../src/compression/adaptation-spec.ts";

test("a task needs its classes only", () => {
  expect(createAdaptationSchema().parse({ classes: [3, 7] })).toEqual({
    ...{ classes: [3, 7], epochs: 4, recipes: ["quantise:4", "units:0.5", "prune:0.9,share:4"] },
  });
});

test.each([
  [{ classes: [1] }, "expected array to have >=2 items"],
  [{ classes: [1, 1] }, "must be different classes"],
  [{ classes: [1, -1] }, "expected number to be >=0"],
  [{ recipes: [] }, "expected array to have >=1 items"],
  [{ recipes: ["squeeze"] }, "must be steps of units, "],
  [{ recipes: ["units:0.5", "units:0.5"] }, "must be different recipes"],
  [{ recipes: ["prune:0.5,int8"] }, "must be without int8, which is not trained"],
  [{ epochs: 0 }, "expected number to be >=1"],
  [{ task: 1 }, "Unrecognized key"],
])("%j is refused", (part, message) => {
  const { error } = createAdaptationSchema().safeParse({ classes: [0, 1], ...part });
  expect(error?.issues.map((issue) => issue.message).join()).toContain(message);
});
