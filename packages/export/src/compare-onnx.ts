import { ArgumentError, assertFields, assertInteger, assertOptions, formatShape } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { OnnxRuntime } from "./internal/onnx-runtime.ts";
import { openSession } from "./internal/open-session.ts";

/** Options of {@link compareOnnx}. */
export interface CompareOnnxOptions {
  /** `onnxruntime-node`, or `onnxruntime-web`, as it is imported. */
  readonly runtime: OnnxRuntime;
  /** The examples that are run at a time. Default: 64. */
  readonly batchSize?: number;
}

/** How far a file and its model are apart. */
export interface OnnxComparison {
  readonly examples: number;
  /** The largest difference between two outputs. */
  readonly largestDifference: number;
  /** The same as a share of the largest output's magnitude. */
  readonly relativeDifference: number;
  /** The examples for which both have their largest output in the same place, in every row of every output. */
  readonly agreeing: number;
}

/**
 * Runs a file in an ONNX runtime, and compares what it gives with what its model gives, example by example.
 *
 * @param model the model that was exported
 * @param bytes the file, as from `exportOnnx`
 * @param examples a tensor, or one for each input of the model, with the examples along the first axis; they stay the caller's
 * @throws ArgumentError when an option is unknown, the examples do not have the shape of the model's inputs, or there are none
 * @throws Error when the runtime cannot load or run the file
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { compareOnnx, exportOnnx } from "@dark-knowledge/export";
 * import { createMlp } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 * import * as runtime from "onnxruntime-web";
 *
 * const net = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [16], classCount: 10, seed: 1 });
 * const bytes = await exportOnnx(net);
 * const examples = tf.randomUniform([100, 28, 28, 1], 0, 1, "float32", 7);
 * const { agreeing, relativeDifference } = await compareOnnx(net, bytes, examples, { runtime });
 * [agreeing, relativeDifference < 1e-5]; // => [100, true]
 * ```
 */
export async function compareOnnx(
  model: LayersModel,
  bytes: Uint8Array,
  examples: tf.Tensor | readonly tf.Tensor[],
  options: CompareOnnxOptions,
): Promise<OnnxComparison> {
  assertOptions<CompareOnnxOptions>(NAME, options, { runtime: true, batchSize: true });
  const { runtime, batchSize = 64 } = options;
  assertInteger(NAME, "batchSize", batchSize, { min: 1 });
  assertFields(NAME, model, { predict: "function", inputs: "list" }, { argument: "model", prefix: "model." });
  const inputs = [examples].flat() as tf.Tensor[];
  for (const input of inputs)
    assertFields(NAME, input, { shape: "numbers" }, { argument: "examples", prefix: "examples." });
  const count = countOf(model, inputs);
  const file = await openSession(NAME, bytes, runtime);
  let [agreeing, largestDifference, largest] = [0, 0, 0];
  try {
    for (let from = 0; from < count; from += batchSize) {
      const size = Math.min(batchSize, count - from);
      const part = inputs.map((input) => tf.slice(input, from, size));
      const outputs = [model.predict(part)].flat() as tf.Tensor[];
      try {
        const given = await file.run(part);
        const agrees = new Array<boolean>(size).fill(true);
        for (const [index, output] of outputs.entries()) {
          const [own, other] = [await output.data(), given[index]!.data];
          own.forEach((value, at) => {
            largestDifference = Math.max(largestDifference, Math.abs(value - other[at]!));
            largest = Math.max(largest, Math.abs(value));
          });
          const width = output.shape.at(-1)!;
          const rows = own.length / size;
          for (let at = 0; at < own.length; at += width) {
            if (largestPlace(own, at, width) !== largestPlace(other, at, width)) agrees[Math.floor(at / rows)] = false;
          }
        }
        agreeing += agrees.filter(Boolean).length;
      } finally {
        tf.dispose([...part, ...outputs]);
      }
    }
  } finally {
    await file.close();
  }
  return { examples: count, largestDifference, relativeDifference: largestDifference / (largest || 1), agreeing };
}

const NAME = "compareOnnx";

/** The number of examples, which have the shapes of the inputs. */
function countOf({ inputs }: LayersModel, examples: readonly tf.Tensor[]): number {
  const count = examples[0]?.shape[0] ?? 0;
  const fits = inputs.map(({ shape }, index) => {
    const given = examples[index]?.shape;
    return (
      given?.length === shape.length &&
      given.every((size, axis) => size === (axis === 0 ? count : (shape[axis] ?? size)))
    );
  });
  if (count > 0 && examples.length === inputs.length && fits.every(Boolean)) return count;
  const expected = inputs.map(({ shape }) => `[${shape.map((size) => size ?? "any").join(", ")}]`).join(" and ");
  throw new ArgumentError({
    ...{ functionName: NAME, argument: "examples", expected: `must have shape ${expected}`, code: "shape" },
    received: examples.map(({ shape }) => formatShape(shape)).join(" and "),
  });
}

function largestPlace(values: ArrayLike<number>, from: number, width: number): number {
  let best = 0;
  for (let place = 1; place < width; place++) if (values[from + place]! > values[from + best]!) best = place;
  return best;
}
