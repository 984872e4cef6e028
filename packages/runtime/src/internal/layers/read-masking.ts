import type { LayerContext } from "../layer-context.ts";
import type { Value } from "../operation.ts";
import { productOf } from "../sizes.ts";
import { storageFor } from "../storage.ts";

/** A mask of the positions where not all numbers have one value; the others become zeros. */
export function readMasking({ layer, inputs, add }: LayerContext): Value {
  const [{ shape, storage: input }] = inputs as [Value];
  const { mask_value: padding = 0 } = layer.config;
  const columns = shape.at(-1)!;
  const perExample = productOf(shape) / columns;
  const output = storageFor(input.size, input);
  const mask = storageFor(perExample, input);
  const value = add(shape, {
    ...{ output, activation: "linear", columns, others: [mask] },
    prepare:
      () =>
      ({ floats }) =>
      (positions) => {
        const count = positions * perExample;
        floats.copyWithin(output.at / 4, input.at / 4, input.at / 4 + count * columns);
        for (let position = 0; position < count; position++) {
          const from = output.at / 4 + position * columns;
          const isPadding = floats.subarray(from, from + columns).every((number) => number === padding);
          floats[mask.at / 4 + position] = isPadding ? 0 : 1;
          if (isPadding) floats.fill(0, from, from + columns);
        }
      },
  });
  return { ...value, mask };
}
