import { formatShape } from "@dark-knowledge/core";
import { boundedBy } from "../bounded-by.ts";
import { isLastAxis } from "../is-last-axis.ts";
import type { LayerContext, ReadLayer } from "../layer-context.ts";
import type { Value } from "../operation.ts";
import { productOf } from "../sizes.ts";
import { storageFor } from "../storage.ts";

/** The sum of results of the same shape. */
function readAdd({ inputs, add, refuse }: LayerContext): Value {
  const [first, ...others] = inputs as [Value, ...Value[]];
  const different = others.find(({ shape }) => String(shape) !== String(first.shape));
  if (different !== undefined) refuse(`adds ${formatShape(different.shape)} to ${formatShape(first.shape)}`);
  const output = storageFor(first.storage.size, first.storage);
  const value = add(first.shape, {
    ...{ output, activation: "linear", columns: first.shape.at(-1)! },
    prepare:
      () =>
      ({ kernels, floats }) =>
      (rows) => {
        const from = first.storage.at / 4;
        floats.copyWithin(output.at / 4, from, from + rows * output.size);
        for (const { storage } of others) kernels.addAll(storage.at, output.at, rows * output.size);
      },
  });
  return { ...value, bound: boundedBy(inputs, (...bounds) => bounds.reduce((sum, bound) => sum + bound)) };
}

/** Results side by side along their last axis. */
function readConcatenate({ layer: { config }, inputs, add, refuse }: LayerContext): Value {
  const [first] = inputs as [Value];
  const { shape } = first;
  const { axis = -1 } = config;
  if (!isLastAxis(axis, first)) refuse(`has the axis ${axis}`);
  const before = String(shape.slice(0, -1));
  const different = inputs.find((input) => String(input.shape.slice(0, -1)) !== before);
  if (different !== undefined) refuse(`joins ${formatShape(different.shape)} and ${formatShape(shape)}`);
  const columns = inputs.reduce((sum, input) => sum + input.shape.at(-1)!, 0);
  const perExample = productOf(shape.slice(0, -1));
  const output = storageFor(perExample * columns, first.storage);
  const value = add([...shape.slice(0, -1), columns], {
    ...{ output, activation: "linear", columns },
    prepare:
      () =>
      ({ floats }) =>
      (rows) => {
        let place = output.at / 4;
        for (const { storage, shape: own } of inputs) {
          const width = own.at(-1)!;
          for (let row = 0; row < rows * perExample; row++) {
            const from = storage.at / 4 + row * width;
            floats.copyWithin(place + row * columns, from, from + width);
          }
          place += width;
        }
      },
  });
  return { ...value, bound: boundedBy(inputs, Math.max) };
}

/** Layers of several inputs. */
export const MERGE_LAYERS: Readonly<Record<string, ReadLayer>> = { Add: readAdd, Concatenate: readConcatenate };
