import { expect, test } from "vitest";
import { loadSpecialistsData } from "../../src/specialists/load-specialists-data.ts";
import { specialistsRecord } from "../../src/specialists/specialists-record.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { TINY_SPECIALISTS } from "../fixtures/tiny-specialists.ts";

test("a seed of which a stage failed is left out", async () => {
  const record = await specialistsRecord({
    ...{ spec: TINY_SPECIALISTS, data: await loadSpecialistsData(TINY_SPECIALISTS, dataSource()), outcomes: new Map() },
    failures: new Map([["generalist-1", new Error("out of luck")]]),
    ...{ directoryOf: (stage: string) => stage, backend: "cpu", versions: {} },
  });
  expect(record).toMatchObject({
    ...{ experiment: "specialists", nets: [], extras: { seeds: [] } },
    failures: [{ name: "generalist-1", message: "out of luck" }],
    dataset: { sizes: { training: 400, validation: 200, test: 1500 } },
  });
});
