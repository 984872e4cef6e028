import { selectBackend } from "@dark-knowledge/backend";
import { createInlineRunner } from "@dark-knowledge/pipeline";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { regulariser } from "../../src/regulariser/regulariser.ts";
import { runExperiment } from "../../src/run-experiment.ts";
import { dataSource } from "../fixtures/data-source.ts";

const inside = useTemporaryDirectory();

test("there is a table for each share, with the net that saw all in its first row", async () => {
  const spec = regulariser.resolve({
    ...{ trainSize: 200, testSize: 50, validationSize: 20, seeds: [1, 2], shares: [0.2, 0.5] },
    net: { hidden: [4], epochs: 1 },
  });
  const { record } = await runExperiment(regulariser, spec, {
    ...{ directory: inside("run"), source: dataSource(), runner: createInlineRunner(), threads: 1 },
    ...{ choice: await selectBackend({ prefer: ["wasm"] }), signal: new AbortController().signal, onEvent() {} },
  });
  const [, first, second] = regulariser.summary(record).split("### ");
  for (const table of [first!, second!]) {
    const rows = table.split("\n").filter((line) => /^\| [^:]/.test(line));
    expect(rows.map((row) => row.split("|")[1]!.trim())).toEqual([
      ...["net", "all labels", "labels", "label smoothing", "dropout", "weight decay", "soft targets"],
    ]);
  }
  expect([first, second].map((table) => table!.split("\n")[0])).toEqual([
    "20 % of the training set",
    "50 % of the training set",
  ]);
  const soft = record.nets.filter(({ temperature }) => temperature !== undefined);
  expect(soft.map(({ name, teacher, transferSize }) => [name, teacher, transferSize])).toEqual(
    [1, 2].flatMap((seed) => [36, 90].map((size) => ["soft targets", { name: "all labels", seed }, size])),
  );
});
