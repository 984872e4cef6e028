import { createMatrix } from "@dark-knowledge/core";
import { createDataset } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { figuresOf } from "../../src/nets/figures-of.ts";

test("figuresOf counts errors and confusions as nested lists", () => {
  const labels = Int32Array.of(0, 1, 1);
  const dataset = createDataset({ features: new Uint8Array(3), labels, exampleShape: [1], classNames: ["a", "b"] });
  const figures = figuresOf(createMatrix(3, 2, Float32Array.of(1, 0, 1, 0, 0, 1)), dataset);
  expect(figures).toMatchObject({
    figures: { errors: 1 },
    confusion: [
      [1, 0],
      [1, 1],
    ],
  });
  expect(figures.figures.nll).toBeCloseTo((2 * Math.log(1 + Math.exp(-1)) + Math.log(1 + Math.exp(1))) / 3, 6);
});

test("figuresOf compares how sure a net is of examples inside and outside of its classes", () => {
  const labels = Int32Array.of(0, 1);
  const dataset = createDataset({ features: new Uint8Array(2), labels, exampleShape: [1], classNames: ["a", "b"] });
  // Sureness grows with the difference of two logits: 3 and 1 inside, 2 and 0 outside; one pair of four is not in order.
  const inside = createMatrix(2, 2, Float32Array.of(3, 0, 0, 1));
  const outside = createMatrix(2, 2, Float32Array.of(0, 2, 5, 5));
  expect(figuresOf(inside, dataset, outside).figures.outsideAuroc).toBe(0.75);
  expect(figuresOf(inside, dataset).figures).not.toHaveProperty("outsideAuroc");
});
