import { expect, test } from "vitest";
import { augmentBy, describeAugmentation, mixup, selectRows } from "../src/index.ts";
import { tinyImages } from "./tiny-dataset.ts";

const dataset = tinyImages(5, 4, 4);

test("describeAugmentation says nothing of examples as they are stored, and only the jitter where there is no more", () => {
  expect(describeAugmentation(dataset, {})).toEqual({});
  expect(describeAugmentation(dataset, { jitter: 2, augment: [] })).toEqual({ jitter: 2 });
});

test("describeAugmentation tells functions by their names, and mixed examples by their view", () => {
  const own = augmentBy("mine, second version", () => {});
  const describe = (view: typeof dataset) => describeAugmentation(view, { augment: [own, mixup({ alpha: 0.2 })] });
  const described = describe(dataset);
  expect(described.augment).toBe('[{"kind":"custom","name":"mine, second version"},{"kind":"mixup","alpha":0.2}]');
  expect(described.mixedAmong).toMatch(/^[0-9a-f]{14}$/);
  expect(describe(selectRows(dataset, [0, 1])).mixedAmong).not.toBe(described.mixedAmong);
  expect(describe(selectRows(dataset, [1, 0, 2, 3, 4])).mixedAmong).not.toBe(described.mixedAmong);
});

test("describeAugmentation refuses what cannot be done", () => {
  expect(() => describeAugmentation(dataset, { jitter: 4 })).toThrow(
    "describeAugmentation: jitter must be an integer, at least 0 and below 4, got 4",
  );
});
