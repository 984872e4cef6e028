import { createDataset, generatedDigits } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { assertMixable } from "../../src/data/assert-mixable.ts";
import { loadOwnData } from "../../src/data/load-own-data.ts";
import { writePlants } from "../fixtures/plants.ts";

const inside = useTemporaryDirectory();

test("images can be mixed; whole numbers without a transform, and sequences, only if nothing is mixed", () => {
  const { train } = generatedDigits({ trainSize: 10, testSize: 0, seed: 1 });
  expect(() => assertMixable(train, 1)).not.toThrow();
  const tokens = createDataset({ columns: { words: { values: Int32Array.of(1, 2), shape: [1] } } });
  const frames = createDataset({
    columns: { frames: { values: new Float32Array(6), shape: [2], offsets: Int32Array.of(0, 1, 3) } },
  });
  for (const dataset of [tokens, frames]) {
    for (const alpha of [undefined, 0]) expect(() => assertMixable(dataset, alpha)).not.toThrow();
    expect(() => assertMixable(dataset, 0.5)).toThrow(
      "spec: mixup must be left out for sequences and tokens, which cannot be mixed, got 0.5",
    );
  }
});

test("examples stay in memory to be mixed", async () => {
  const path = writePlants(inside("plants.arrow"));
  const { training } = await loadOwnData({ path, label: "kind", storage: "files" }, {});
  expect(() => assertMixable(training, undefined)).not.toThrow();
  expect(() => assertMixable(training, 1)).toThrow(
    "spec: data.storage must be memory where examples are mixed, got files",
  );
});
