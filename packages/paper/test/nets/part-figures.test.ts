import { createMatrix } from "@dark-knowledge/core";
import { createDataset, scale, selectRows, withTargetScale } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { partFigures } from "../../src/nets/part-figures.ts";

const column = (count: number) => ({ x: { values: new Float32Array(count), shape: [1] } });

test("answers of one class each are right, sure and calibrated or not", () => {
  const dataset = createDataset({
    ...{ features: new Float32Array(3), labels: Int32Array.of(0, 1, -1), exampleShape: [1], classNames: ["a", "b"] },
  });
  const logits = createMatrix(3, 2, Float32Array.from([0.8, 0.2, 0.6, 0.4, 0.5, 0.5], Math.log));
  expect(partFigures("transfer", logits, dataset)).toEqual([
    {
      ...{ part: "transfer", size: 2, accuracy: 0.5 },
      confidence: expect.closeTo(0.7, 6),
      calibrationError: expect.closeTo((0.2 + 0.6) / 2, 6),
      nll: expect.closeTo(-(Math.log(0.8) + Math.log(0.4)) / 2, 6),
    },
  ]);
  expect(partFigures("transfer", createMatrix(1, 2, Float32Array.of(1, 0)), selectRows(dataset, [2]))).toEqual([]);
});

test("of several classes the known labels count", () => {
  const targets = { kind: "several-classes", labels: Int8Array.of(1, 0, -1, 1), classNames: ["a", "b"] } as const;
  const dataset = createDataset({ columns: column(2), targets });
  const logits = createMatrix(2, 2, Float32Array.of(2, 1, 0, 3));
  const [figures] = partFigures("test", logits, dataset);
  const loss = (z: number, label: number) => Math.log(1 + Math.exp(label === 1 ? -z : z));
  expect(figures).toMatchObject({ part: "test", size: 3, accuracy: 2 / 3 });
  expect(figures).not.toHaveProperty("confidence");
  expect((figures as { nll: number }).nll).toBeCloseTo((loss(2, 1) + loss(1, 0) + loss(3, 1)) / 3, 6);
  const unknown = { ...targets, labels: Int8Array.of(-1, -1, -1, -1) };
  expect(partFigures("test", logits, createDataset({ columns: column(2), targets: unknown }))).toEqual([]);
});

test("numbers are compared on the scale of the targets, and only those that are known", () => {
  const targets = {
    ...{ kind: "numbers" as const, names: ["price", "area"] },
    values: Float32Array.of(100, 7, 300, Number.NaN, 500, 9),
    known: Uint8Array.of(1, 1, 1, 0, 1, 1),
  };
  const dataset = createDataset({ columns: column(3), targets });
  const view = selectRows(withTargetScale(dataset, scale({ subtract: [200, 8], divide: [100, 0.5] })), [2, 0, 1]);
  // The true numbers: 3 and 2, -1 and -2, 1 and unknown.
  const answers = createMatrix(3, 2, Float32Array.of(3, 1, -1, -4, 4, 100));
  const errors = [0, 1, 0, 4, 9];
  const mean = errors.reduce((sum, error) => sum + error) / 5;
  const variance = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / 4;
  expect(partFigures("validation", answers, view)).toEqual([
    {
      ...{ part: "validation", size: 5 },
      squaredError: expect.closeTo(mean, 6),
      standardError: expect.closeTo(Math.sqrt(variance / 5), 6),
    },
  ]);
  const unknown = { ...targets, known: new Uint8Array(6) };
  expect(partFigures("validation", answers, createDataset({ columns: column(3), targets: unknown }))).toEqual([]);
});
