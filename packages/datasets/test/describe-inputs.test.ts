import { expect, test } from "vitest";
import { columnOf, createDataset, describeInputs, vocabulary, withTransform, words } from "../src/index.ts";

test("describeInputs keeps of the texts those of the vocabulary alone", () => {
  const dataset = createDataset({
    columns: { text: columnOf(["b a a", "rare"], words()), more: { values: new Float32Array(4), shape: [2] } },
  });
  const known = vocabulary(dataset, { column: "text", size: 2 });
  const described = describeInputs(withTransform(dataset, known, { column: "text" }));
  expect(described).toEqual({
    text: {
      ...{ version: 1, type: "int32", shape: [], isSequence: true, names: ["a", "b"] },
      ...{ source: words(), transforms: [known] },
    },
    more: { version: 1, type: "float32", shape: [2], isSequence: false, transforms: [] },
  });
  expect(describeInputs(dataset).text!.names).toEqual(["b", "a", "rare"]);
});
