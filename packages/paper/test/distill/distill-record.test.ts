import { expect, test } from "vitest";
import { distillRecord } from "../../src/distill/distill-record.ts";
import { loadDistillData } from "../../src/distill/load-distill-data.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { tinySpec } from "../fixtures/tiny-spec.ts";

test("a run of which everything failed has a record without nets, which says why", async () => {
  const spec = tinySpec();
  const record = await distillRecord({
    ...{ spec, data: await loadDistillData(spec, dataSource()), outcomes: new Map() },
    failures: new Map([["teacher-1", new Error("out of luck")]]),
    ...{ directoryOf: (stage: string) => stage, backend: "cpu", versions: {} },
  });
  expect(record).toMatchObject({
    ...{ experiment: "distill", title: "digits: 784-16-10 into 784-8-10", nets: [] },
    dataset: { sizes: { training: 250, validation: 50, test: 100 } },
    failures: [{ name: "teacher-1", message: "out of luck" }],
  });
  expect(record.dataset.sizes).not.toHaveProperty("transfer");
});
