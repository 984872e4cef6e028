import { expect, test } from "vitest";
import { resolveIntentsSpec } from "../../src/intents/intents-spec.ts";

test("without anything given it is CLINC-150, five draws of three shares; generated sentences have defaults of their own", () => {
  const { dataset, labels, seeds } = resolveIntentsSpec();
  expect([dataset, seeds.length, labels.map(({ share }) => share)]).toEqual(["clinc150", 5, [0.03, 0.1, 1]]);
  const generated = resolveIntentsSpec({ dataset: "generated" }, { student: { hidden: [5] } });
  expect(generated.student).toMatchObject({ kind: "mlp", hidden: [5], optimizer: "adam" });
  expect(generated.features.size).toBeLessThan(resolveIntentsSpec().features.size);
});

test.each([
  [{ labels: [{ share: 0, epochs: 1, batchSize: 1 }] }, "spec: labels.0.share"],
  [
    {
      labels: [
        { share: 0.1, epochs: 1, batchSize: 1 },
        { share: 0.1, epochs: 2, batchSize: 1 },
      ],
    },
    "spec: labels must be different shares",
  ],
  [{ measuredOn: "training" }, "spec: measuredOn"],
  [{ heads: [] }, "spec: heads"],
])("resolveIntentsSpec refuses %o", (parts, message) => {
  expect(() => resolveIntentsSpec(parts)).toThrow(message);
});
