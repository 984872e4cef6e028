import { expect, test } from "vitest";
import { createCompressedNetSchema } from "../../src/compression/compressed-net-spec.ts";

const NET = { name: "one", hidden: [4], epochs: 1, recoveryEpochs: 1, recipes: ["int8"] };

test("a net is repaired by its teacher, at a low temperature, unless it says otherwise", () => {
  const { learnsFrom, byLabels, recoversFrom, codeEpochs, recoveryTemperature } =
    createCompressedNetSchema().parse(NET);
  expect({ learnsFrom, byLabels, recoversFrom, codeEpochs, recoveryTemperature }).toEqual({
    ...{ learnsFrom: "labels", byLabels: [], recoversFrom: "teacher", codeEpochs: 1, recoveryTemperature: 2 },
  });
});

test.each([
  [{ recipes: ["prune"] }, "must be steps of units, "],
  [{ recipes: ["prune:1"] }, "must be steps of "],
  [{ recipes: ["int8:8"] }, "must be steps of "],
  [{ recipes: ["squeeze:0.5"] }, "must be steps of "],
  [{ recipes: ["int8", "int8"] }, "must be different recipes"],
  [{ name: "a b" }, "must be letters, digits, dots"],
])("%j is refused", (part, message) => {
  const { error } = createCompressedNetSchema().safeParse({ ...NET, ...part });
  expect(error?.issues.map((issue) => issue.message).join()).toContain(message);
});
