import { writeFileSync } from "node:fs";
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
      ...["net", "all labels", "labels", "label smoothing", "dropout", "weight decay"],
      ...["mixed examples", "soft targets", "soft targets, mixed examples"],
    ]);
  }
  expect([first, second].map((table) => table!.split("\n")[0])).toEqual([
    "20 % of the training set",
    "50 % of the training set",
  ]);
  const soft = record.nets.filter(({ temperature }) => temperature !== undefined);
  expect(soft.map(({ name, teacher, transferSize }) => [name, teacher, transferSize])).toEqual(
    [1, 2].flatMap((seed) =>
      [36, 90].flatMap((size) =>
        ["soft targets", "soft targets, mixed examples"].map((name) => [name, { name: "all labels", seed }, size]),
      ),
    ),
  );
  const [plain, mixed] = soft.map(({ figures }) => figures.nll);
  expect(mixed).not.toBe(plain);
});

test("words are not mixed: by default there are no such rows, and where they are wanted nothing is trained", async () => {
  const lines = Array.from({ length: 30 }, (_, row) => `${row % 2 ? "warm sun" : "cold rain"} ${row},${row % 2}`);
  writeFileSync(inside("texts.csv"), ["words,kind", ...lines].join("\n"));
  const given = { data: { path: inside("texts.csv"), label: "kind", text: "words" }, net: { kind: "gru" } };
  const spec = regulariser.resolve(given);
  expect(spec.mixup).toBe(0);
  await expect(regulariser.loadData(spec, dataSource())).resolves.toBeDefined();
  await expect(regulariser.loadData(regulariser.resolve(given, { mixup: 1 }), dataSource())).rejects.toThrow(
    "spec: mixup must be left out for sequences and tokens, which cannot be mixed, got 1",
  );
});
