import { expect, test } from "vitest";
import { ownLayers } from "../src/own-layers.ts";

// That models of TensorFlow.js leave no tensor behind is tested in compression and training.
test("ownLayers(model) counts as often as a model gives back, models within models included", () => {
  const twice = { _refCount: 2 };
  const inner = { _refCount: 3, layers: [{ _refCount: 2 }] };
  const model = { layers: [twice, inner], internalContainerRefs: [inner] };
  expect(ownLayers(model)).toBe(model);
  expect([twice._refCount, inner._refCount, inner.layers[0]!._refCount]).toEqual([1, 2, 1]);
  // A Sequential does not list the models in it.
  ownLayers({ layers: [inner] });
  expect(inner._refCount).toBe(1);
});

test("ownLayers(model) refuses what has no layers", () => {
  expect(() => ownLayers({})).toThrow("ownLayers: model.layers must be an array of objects, got undefined");
});
