import { expect, test } from "vitest";
import { intentsRecord } from "../../src/intents/intents-record.ts";
import { resolveIntentsSpec } from "../../src/intents/intents-spec.ts";
import { intentsNets } from "../../src/intents/intents-stages.ts";
import { loadIntentsData } from "../../src/intents/load-intents-data.ts";
import { dataSource } from "../fixtures/data-source.ts";

test("a record has the nets whose stages finished, with accuracies, and what the validation set decided", async () => {
  const spec = resolveIntentsSpec({ dataset: "generated", seeds: [3] });
  const { stage } = intentsNets(spec).find(({ name }) => name === "neighbours")!;
  const result = {
    ...{ figures: { errors: 50, nll: 2, outsideAuroc: 0.9 }, confusion: [] },
    ...{ chosen: 5, validationErrors: [7, 6], transferSize: 24 },
  };
  const record = await intentsRecord({
    ...{ spec, data: await loadIntentsData(spec, dataSource()), backend: "wasm", versions: {} },
    outcomes: new Map([[stage, { result } as never]]),
    failures: new Map([["teacher-0_05-3", new Error("no luck")]]),
    directoryOf: (name) => name,
  });
  expect(record.nets).toEqual([
    {
      ...{ role: "rival", name: "neighbours", label: "nearest neighbours of the encoder", seed: 3 },
      ...{ table: "24 labels", transferSize: 24, figures: { accuracy: 0.75, nll: 2, outsideAuroc: 0.9 } },
    },
  ]);
  expect(record.failures).toEqual([{ name: "teacher-0_05-3", message: "no luck" }]);
  expect(record.extras).toEqual({
    choices: [{ name: "neighbours", share: 0.05, seed: 3, chosen: 5, validationErrors: [7, 6] }],
  });
  expect(record.dataset.sizes).toEqual({ training: 480, validation: 120, test: 200, "out of scope": 60 });
});
