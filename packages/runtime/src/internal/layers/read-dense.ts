import { activationOf } from "../activations.ts";
import { boundedBy } from "../bounded-by.ts";
import { isSparse } from "../is-sparse.ts";
import type { LayerContext } from "../layer-context.ts";
import { nativeStep } from "../native-steps.ts";
import type { Value } from "../operation.ts";
import { packLists } from "../pack-lists.ts";
import { packPanels, padToPanel } from "../pack-panels.ts";
import { scalable } from "../scalable.ts";
import { productOf } from "../sizes.ts";
import { storageFor } from "../storage.ts";

/** A dense layer, on the last axis of its input. */
export function readDense(context: LayerContext): Value {
  const { layer, inputs, weight, native, hasLibrary, add, refuse } = context;
  const { config } = layer;
  const [{ shape, storage: input }] = inputs as [Value];
  const [inner, outputs] = [shape.at(-1)!, config.units as number];
  const { values } = weight("kernel", [inner, outputs]);
  const activation = activationOf(config.activation) ?? refuse(`has the activation ${config.activation}`);
  const bias = config.use_bias === false ? new Float32Array(outputs) : weight("bias", [outputs]).values;
  const own = scalable(values, bias);
  const perExample = productOf(shape) / inner;
  const output = storageFor(perExample * outputs, input);
  const layerOf = native((library, isRelu) => library.dense(own.kernel, { inputs: inner, outputs }, isRelu));
  // Of sequences of any length each call may have another number of positions, which a library would compile each.
  const isNative = hasLibrary && input.sequence === undefined;
  const bound = boundedBy(inputs, own.bound);
  const value = add([...shape.slice(0, -1), outputs], {
    ...{ output, activation, columns: outputs, fusesRelu: true, scale: own.scale },
    prepare(arena) {
      const biases = arena.put(padToPanel(own.bias));
      const isRelu = this.activation === "relu";
      if (isSparse(own.kernel, outputs, isNative ? "library" : "own")) {
        const byInput = arena.put(packLists(own.kernel, outputs, { axis: "rows", multiple: 3 }));
        const byOutput = arena.put(packLists(own.kernel, outputs, { axis: "columns", multiple: 1 }));
        const room = arena.lend(64 * (inner + outputs + 2));
        return ({ kernels }) =>
          (rows) =>
            kernels.multiplySparse(
              ...([input.at, rows * perExample, inner, byInput, byOutput, biases, isRelu] as const),
              ...([output.at, outputs, room.at] as const),
            );
      }
      const panels = arena.put(packPanels(own.kernel, outputs));
      const list = arena.lend(8 * inner);
      const skipsZeros = own.kernel.every(Number.isFinite);
      const layer = isNative ? layerOf(isRelu) : undefined;
      return (machine) => {
        const { kernels } = machine;
        const ends = { x: input.at, bias: biases, y: output.at };
        const runNatively = nativeStep(layer, bound, machine, ends);
        return (rows) => {
          if (runNatively(rows, perExample)) return;
          kernels.multiplyAndActivate(
            ...([
              input.at,
              rows * perExample,
              inner,
              panels,
              biases,
              isRelu,
              output.at,
              outputs,
              skipsZeros,
              list.at,
            ] as const),
          );
        };
      };
    },
  });
  return { ...value, bound };
}
