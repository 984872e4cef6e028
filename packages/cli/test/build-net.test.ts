import { generatedDigits } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { buildNet } from "../src/build-net.ts";
import { tinySpec } from "./fixtures/tiny-spec.ts";

test("buildNet has the layers of a specification between the examples and the classes of a set", () => {
  const { train } = generatedDigits({ trainSize: 20, testSize: 10, seed: 1 });
  const net = { ...tinySpec().teacher, hidden: [7, 5], dropout: 0.3, inputDropout: 0.2 };
  const model = buildNet(net, train, 1);
  expect(model.outputs[0]!.shape).toEqual([null, 10]);
  expect(model.countParams()).toBe(784 * 7 + 7 + 7 * 5 + 5 + 5 * 10 + 10);
  const rates = model.layers.flatMap((layer) => (layer.getConfig().rate as number | undefined) ?? []);
  expect(rates).toEqual([0.2, 0.3, 0.3]);
  model.dispose();
});
