import { describe, expect, it } from "vitest";
import {
  createDataset,
  datasetFromRaws,
  datasetSize,
  describeInputs,
  labelsOf,
  prepareInputs,
  standardise,
  withTransform,
} from "../src/index.ts";

const stored = createDataset({ columns: { x: { values: Float32Array.of(1, 2, 3, 4, 5, 12), shape: [2] } } });
const fitted = withTransform(stored, standardise(stored));
// As a file keeps them.
const descriptions = JSON.parse(JSON.stringify(describeInputs(fitted)));
const raws = [Float32Array.of(3, 6), Float32Array.of(-1, 0)];

describe("datasetFromRaws(descriptions, raws, options)", () => {
  it("has the transforms as they were fitted, so that a model is fed what prepareInputs gives", () => {
    const dataset = datasetFromRaws(descriptions, raws);
    expect(datasetSize(dataset)).toBe(2);
    expect(dataset.columns.x!.transforms).toEqual(fitted.columns.x!.transforms);
    expect(Array.from(dataset.columns.x!.values)).toEqual([3, 6, -1, 0]);
    expect(prepareInputs(describeInputs(dataset), raws)).toEqual(prepareInputs(descriptions, raws));
  });

  it("takes targets, and refuses those of another number of examples", () => {
    const classNames = ["a", "b"];
    const targets = (labels: number[]) => ({ kind: "classes", labels: Int32Array.from(labels), classNames }) as const;
    expect(Array.from(labelsOf(datasetFromRaws(descriptions, raws, { targets: targets([1, -1]) })))).toEqual([1, -1]);
    expect(() => datasetFromRaws(descriptions, raws, { targets: targets([1]) })).toThrow(/labels/);
  });

  it("refuses an unknown option, and names the example that is none", () => {
    expect(() => datasetFromRaws(descriptions, raws, { target: 1 } as object)).toThrow(
      /^datasetFromRaws: options must have known names/,
    );
    expect(() => datasetFromRaws(descriptions, [raws[0], Float32Array.of(1)])).toThrow(/^datasetFromRaws: /);
  });
});
