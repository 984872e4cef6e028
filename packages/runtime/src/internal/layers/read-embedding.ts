import { ArgumentError } from "@dark-knowledge/core";
import type { LayerContext } from "../layer-context.ts";
import type { Value } from "../operation.ts";
import { productOf } from "../sizes.ts";
import { storageFor } from "../storage.ts";

/** A vector for each whole number, and a mask of those that are not 0. */
export function readEmbedding({ layer, inputs, weight, add }: LayerContext): Value {
  const [{ shape, storage: input }] = inputs as [Value];
  const [rows, units] = [layer.config.input_dim as number, layer.config.output_dim as number];
  const { values } = weight("embeddings", [rows, units]);
  const size = productOf(shape);
  const output = storageFor(size * units, input);
  const indices = storageFor(size, input);
  const mask = layer.config.mask_zero === true ? storageFor(size, input) : undefined;
  const value = add([...shape, units], {
    ...{ output, activation: "linear", columns: units, others: mask === undefined ? [indices] : [indices, mask] },
    prepare(arena) {
      const table = arena.put(values);
      return ({ kernels, floats, integers }) =>
        (positions) => {
          const count = positions * size;
          for (let at = 0; at < count; at++) {
            const token = floats[input.at / 4 + at]!;
            // As TensorFlow.js makes a whole number of another.
            const row = Math.trunc(token);
            if (!(row >= 0 && row < rows)) refuseToken(layer.name, rows, token);
            integers[indices.at / 4 + at] = row;
            if (mask !== undefined) floats[mask.at / 4 + at] = token === 0 ? 0 : 1;
          }
          kernels.gatherRows(table, indices.at, count, units, output.at);
        };
    },
  });
  return { ...value, mask };
}

function refuseToken(name: string, rows: number, token: number): never {
  throw new ArgumentError({
    functionName: "predict",
    argument: "inputs",
    expected: `must give layer ${name} whole numbers from 0 to ${rows - 1}`,
    ...{ received: `${token}`, code: "range" },
  });
}
