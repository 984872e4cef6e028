import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Augmentation,
  type AugmentationOptions,
  augmentBy,
  batches,
  colour,
  counts,
  createDataset,
  crop,
  type Dataset,
  flip,
  mixup,
  selectRows,
  viewOf,
} from "../src/index.ts";
import { images, PIXELS, valuesOf } from "./some-images.ts";

const noise = augmentBy("noise", ({ values, random }) => {
  for (let at = 0; at < values.length; at++) values[at]! += random.normal();
});

const anyAugmentation = fc.record({
  jitter: fc.nat(4),
  augment: fc.shuffledSubarray<Augmentation>([
    flip({ horizontal: true, vertical: true }),
    crop({ area: [0.2, 0.9] }),
    colour({ brightness: 0.4, contrast: 0.3, saturation: 0.2 }),
    noise,
  ]),
});

describe("any augmentation", () => {
  test("is decided by id and augmentation seed, whatever the batch, the order and the view", () => {
    fc.assert(
      fc.property(anyAugmentation, fc.integer({ min: 1, max: 7 }), fc.nat(50), (options, batchSize, epoch) => {
        const view = selectRows(images, [7, 2, 9, 4, 11]);
        for (const batch of batches(view, { batchSize, seed: 5, epoch, ...options })) {
          const { values } = batch.inputs.features!;
          batch.ids.forEach((id, index) => {
            const alone = valuesOf(images, [id], batch.augmentationSeed, options);
            expect(values.subarray(index * PIXELS, (index + 1) * PIXELS)).toEqual(alone);
          });
        }
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  test("leaves examples as they are stored for the augmentation seed 0", () => {
    const options = { jitter: 2, augment: [crop({ area: [0.2, 0.5] }), noise, mixup({ alpha: 1 })] };
    expect(viewOf(images, [3, 1], 0, options)).toEqual(viewOf(images, [3, 1], 0));
  });

  test("differs between ids and between epochs", () => {
    const one = createDataset({ columns: { x: { values: new Float32Array(40), shape: [4] } } });
    const shown = [1, 2, 3].flatMap((seed) => {
      const values = valuesOf(one, [...one.rows], seed, { augment: [noise] });
      return Array.from({ length: 10 }, (_, index) => values.slice(index * 4, index * 4 + 4).join());
    });
    expect(new Set(shown).size).toBe(30);
  });

  test("of two columns is the same move for both images, and a function for the column that it is meant for", () => {
    const image = { values: Uint8Array.from({ length: 24 }, (_, at) => at), shape: [3, 4] };
    const both = createDataset({
      columns: { left: image, right: image, more: { values: new Float32Array(2), shape: [1] } },
    });
    const augment = [
      flip({ vertical: true }),
      augmentBy("one", ({ values }) => void values.fill(7), { column: "more" }),
    ];
    const { inputs } = viewOf(both, [0, 1], 9, { jitter: 1, augment });
    expect(inputs.left).toEqual(inputs.right);
    expect(inputs.more!.values).toEqual(Float32Array.of(7, 7));
  });
});

test("moves give a class to no pixel that they uncover", () => {
  const maps = createDataset({
    columns: { image: { values: new Float32Array(50 * 16).fill(1), shape: [4, 4] } },
    targets: { kind: "positions", labels: new Uint8Array(50 * 16), shape: [4, 4], classNames: ["a"], ignored: 255 },
  });
  const { inputs, targets } = viewOf(maps, [...maps.rows], 3, { jitter: 2, augment: [flip({ horizontal: true })] });
  const labels = (targets as { labels: Int32Array }).labels;
  expect(labels).toEqual(Int32Array.from(inputs.image!.values, (value) => value - 1));
  expect(labels).toContain(-1);
});

const column = (values: Float32Array | Uint8Array | Int32Array, shape: readonly number[], more: object = {}) =>
  createDataset({ columns: { x: { values, shape, ...more } } });
const flat = column(new Float32Array(4), [4]);

test.each<[Dataset, AugmentationOptions, string]>([
  [images, { augment: flip({ horizontal: true }) as never }, "augment must be a list of augmentations, got an object"],
  [images, { augment: [null as never] }, "augment[0] must be an augmentation, got null"],
  [
    images,
    { augment: [{ kind: "rotate" } as never] },
    'augment[0].kind must be one of "flip", "crop", "colour", "mixup", "custom", got "rotate"',
  ],
  [flat, { augment: [flip({ vertical: true })] }, "augment[0] must be for images, got flip of examples of shape [4]"],
  [
    column(new Int32Array(4), [2, 2]),
    { augment: [colour({})] },
    "augment[0] must be for bytes or floats of 1 or 3 channels, got colour of a Int32Array of shape [2, 2]",
  ],
  [
    column(Int32Array.of(1, 2), [], { offsets: Int32Array.of(0, 2) }),
    { augment: [mixup({ alpha: 1 })] },
    "augment[0] must not mix sequences or integers, got mixup of the column x",
  ],
  [selectRows(flat, []), { augment: [mixup({ alpha: 1 })] }, "augment[0] must have examples to mix, got mixup of none"],
  [
    column(Int32Array.of(1, 2), [2], { transforms: [counts({ size: 2 })] }),
    { augment: [noise] },
    "augment[0] must be for a column that is not counted or encoded, got x",
  ],
  [flat, { augment: [augmentBy("a", () => {}, { column: "y" })] }, 'column must be one of x, got "y"'],
  [
    createDataset({
      columns: { x: { values: new Uint8Array(9), shape: [3, 3] } },
      targets: { kind: "positions", labels: new Uint8Array(4), shape: [2, 2], classNames: ["a"], ignored: 255 },
    }),
    { jitter: 1 },
    "jitter must move images only whose pixels have the classes ([3, 3]), got targets of [2, 2]",
  ],
])("viewOf and batches refuse %#", (dataset, options, message) => {
  expect(() => viewOf(dataset, [], 1, options)).toThrow(`viewOf: ${message}`);
  expect(() => batches(dataset, { batchSize: 1, seed: 1, epoch: 0, ...options })).toThrow(`batches: ${message}`);
});
