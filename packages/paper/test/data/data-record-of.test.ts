import { expect, test } from "vitest";
import { dataRecordOf } from "../../src/data/data-record-of.ts";
import { loadData } from "../../src/data/load-data.ts";
import { dataSource } from "../fixtures/data-source.ts";

test.each([10, 0])("the record has name, sizes and classes, with %i examples for validation", async (validation) => {
  const spec = { dataset: "digits", trainSize: 60, testSize: 20, validationSize: validation } as const;
  expect(dataRecordOf(spec, await loadData(spec, dataSource()))).toEqual({
    name: "digits",
    sizes: { training: 60 - validation, validation, test: 20 },
    classNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  });
});
