import { ArgumentError, assertFields, assertOneOf, assertOptions } from "@dark-knowledge/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { withChannels } from "./internal/layer-value.ts";
import { metadataOf } from "./internal/metadata-of.ts";
import { createOnnxGraph, type OnnxPort } from "./internal/onnx-graph.ts";
import { readWeights } from "./internal/read-weights.ts";
import { createWeightStore } from "./internal/weight-store.ts";
import { unknownLayers, writeModel } from "./internal/write-model.ts";
import { writeOnnxModel } from "./internal/write-onnx-model.ts";

/** Options of {@link exportOnnx}. */
export interface ExportOnnxOptions {
  /** The names of the inputs, in the order of the model's. Default: `"input"`, and of several the names that the model has. */
  readonly inputs?: readonly string[];
  /** The names of the outputs, likewise. Default: `"output"`, and of several the names that the model has. */
  readonly outputs?: readonly string[];
  /**
   * How weights are written. `"int8"` writes kernels that are multiples of a step for each channel, as `quantiseWeights` of `@dark-knowledge/compression` leaves them, as these
   * multiples, exactly. `"float16"` takes half of the bytes; runtimes compute with float32. Default: `"int8"` for a model with quantised activations, from
   * `quantiseActivations`, and `"float32"` for others.
   */
  readonly weights?: "float32" | "float16" | "int8";
  /** Facts about the model, such as `student.description`: each field becomes an entry of `metadata_props`, what is no text as JSON. */
  readonly metadata?: object;
}

/** The version of ONNX's operations that is written; onnxruntime has had it since 1.12 (2022). */
export const ONNX_OPSET = 17;

/**
 * Writes a model as the bytes of an .onnx file, which computes the same in onnxruntime and other runtimes, for batches of any size.
 *
 * Inputs and outputs have the shapes that the model has, channels last. Within, convolutions have their channels first, as ONNX wants them; what follows gets its
 * numbers in the order that it has learned. Dropout and noise are left out. Written are dense layers, embeddings, convolutions of one and two axes (depthwise, separable and
 * transposed ones too), pooling, normalisations, recurrent layers in one or both directions, merging layers, activations, and what only changes shapes; as a Sequential
 * or as a graph, with shared layers and models within models.
 *
 * @param model not changed
 * @returns the file; {@link compareOnnx} checks it
 * @throws ArgumentError when the model has a layer or a setting that cannot be written, which it names, an option is unknown, the names do not fit, or weights that
 *   are to be of int8 lie on no grid, or those that are to be of float16 are above 65,504
 * @see the specification of ONNX, https://onnx.ai/onnx/intro/concepts.html, and its operators of opset 17
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { exportOnnx } from "@dark-knowledge/export";
 * import { createCnn } from "@dark-knowledge/training";
 * import * as runtime from "onnxruntime-web";
 *
 * const net = createCnn({ exampleShape: [28, 28, 1], filters: [4, 8], classCount: 3, seed: 1 });
 * const bytes = await exportOnnx(net, { outputs: ["logits"], metadata: { classNames: ["cat", "cow", "dog"] } });
 * const session = await runtime.InferenceSession.create(bytes);
 * const input = new runtime.Tensor(new Float32Array(2 * 784), [2, 28, 28, 1]);
 * const { logits } = await session.run({ input });
 * logits!.dims; // => [2, 3]
 * ```
 */
export async function exportOnnx(model: LayersModel, options: ExportOnnxOptions = {}): Promise<Uint8Array> {
  assertOptions<ExportOnnxOptions>(NAME, options, { inputs: true, outputs: true, metadata: true, weights: true });
  assertFields(NAME, options, { inputs: "texts?", outputs: "texts?", metadata: "object?" });
  assertFields(NAME, model, { apply: "function", toJSON: "function" }, { argument: "model", prefix: "model." });
  const unknown = unknownLayers(model.layers);
  if (unknown.length > 0) fail("model", "must have layers that ONNX export knows", unknown.join(", "));
  const names = {
    inputs: namesOf(
      "inputs",
      options.inputs,
      model.inputs.map(({ name }) => name),
      "input",
    ),
    outputs: namesOf(
      "outputs",
      options.outputs,
      model.outputs.map(({ name }) => name),
      "output",
    ),
  };
  const metadata = metadataOf(NAME, options.metadata ?? {});
  const isQuantised = model.layers.some((layer) => layer.getClassName() === "FakeQuantise");
  const { weights = isQuantised ? "int8" : "float32" } = options;
  assertOneOf(NAME, "weights", weights, ["float32", "float16", "int8"]);
  const weightOf = await readWeights(model);
  const graph = createOnnxGraph([...names.inputs, ...names.outputs]);
  const store = createWeightStore(graph, weights);
  const values = model.inputs.map(({ shape }, index) => {
    return { name: names.inputs[index]!, shape, channels: "last" } as const;
  });
  const results = writeModel(model, values, { functionName: NAME, graph, store, weightOf });
  if (store.offGrid.length > 0) {
    fail(
      "model",
      "must have weights that are quantised to 8 bits or fewer (see quantiseWeights)",
      store.offGrid.join(", "),
    );
  }
  if (store.tooLarge.length > 0)
    fail("model", "must have weights within ±65,504 for float16", store.tooLarge.join(", "));
  results.forEach((result, index) => {
    const { name } = withChannels(graph, result, "last");
    const output = names.outputs[index]!;
    graph.add("Identity", `${output}/Identity`, [name], {}, [output]);
  });
  return writeOnnxModel(graph, {
    ...{ name: model.name, opset: ONNX_OPSET },
    inputs: model.inputs.map(({ shape, dtype }, index) => {
      return portOf(names.inputs[index]!, shape, dtype === "int32" ? "int32" : "float32");
    }),
    outputs: model.outputs.map(({ shape }, index) => portOf(names.outputs[index]!, shape, "float32")),
    metadata,
  });
}

const NAME = "exportOnnx";

function portOf(name: string, shape: readonly (number | null)[], type: OnnxPort["type"]): OnnxPort {
  return { name, type, shape: shape.map((size, axis) => size ?? (axis === 0 ? "batch" : `${name}_${axis}`)) };
}

/** The names of all inputs or outputs. */
function namesOf(
  argument: "inputs" | "outputs",
  given: readonly string[] | undefined,
  own: readonly string[],
  single: string,
): readonly string[] {
  if (given === undefined) return own.length === 1 ? [single] : own.map((name) => name.replace(/\W+/g, "_"));
  if (given.length === own.length && new Set(given).size === own.length && !given.includes("")) return given;
  fail(argument, `must be ${own.length} different name${own.length === 1 ? "" : "s"}`, JSON.stringify(given));
}

function fail(argument: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName: NAME, argument, expected, received, code: "state" });
}
