import { selectBackend } from "@dark-knowledge/backend";
import { pruneWeights } from "@dark-knowledge/compression";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { evaluate } from "@dark-knowledge/training";
import { saveStudent } from "@dark-knowledge/training/node";
import { expect, test } from "vitest";
import { compression } from "../../src/compression/compression.ts";
import { probeLayers } from "../../src/compression/probe-layers.ts";
import { buildNet } from "../../src/nets/build-net.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { taskContext } from "../fixtures/task-context.ts";

const inside = useTemporaryDirectory();

test("each layer is pruned alone, and the net is as it was for the next one", async () => {
  await selectBackend({ prefer: ["wasm"] });
  const spec = compression.resolve({ dataset: "digits", trainSize: 100, testSize: 20, validationSize: 60 });
  const data = await compression.loadData(spec, dataSource());
  const model = await buildNet({ ...spec.nets[0]!, hidden: [8] } as never, data.training, 1);
  await saveStudent(model, inside("parent", "model"), { dataset: data.training });
  const needs = { parent: { directory: inside("parent"), result: undefined } };
  const { layers } = await probeLayers.run({ left: [0.5, 0.1] }, taskContext(data, inside("own"), { needs }));
  expect(layers.map(({ shape }) => shape)).toEqual(["784 × 8", "8 × 10"]);
  const last = model.layers.at(-1)!.name;
  const pruned = await pruneWeights(model, { sparsity: { [last]: 0.9 } });
  expect(layers[1]!.errors[1]).toBe((await evaluate(pruned, data.validation!)).errors);
  for (const one of [model, pruned]) one.dispose();
});
