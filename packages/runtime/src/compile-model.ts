import {
  ArgumentError,
  assertFields,
  assertOptions,
  fusesMultiplyAdd as fusesHere,
  type NativeLayers,
} from "@dark-knowledge/core";
import { answer, answerExamples } from "./internal/answer.ts";
import { buildPlan } from "./internal/build-plan.ts";
import { type Graph, readGraph } from "./internal/graph.ts";
import type { Value } from "./internal/operation.ts";
import type { Plan } from "./internal/start-plan.ts";
import { weightsOf } from "./internal/weights-of.ts";
import type { ModelArtifacts } from "./model-artifacts.ts";
import type { Port } from "./port.ts";

/** Options of {@link compileModel}. */
export interface CompileOptions {
  /**
   * Whether products and sums are rounded once, by instructions that fuse them: faster on most processors, other last bits. True needs relaxed SIMD (Chrome 114, Node 21) and a processor that fuses.
   * Default: where the host has it. With `false` the same bits come out on every host.
   */
  readonly fusedMultiplyAdd?: boolean;
  /**
   * A library that computes dense layers and convolutions on the plan's memory, each where it is worth a call: what `nativeLayers()` of `@dark-knowledge/backend` gives in Node.
   * Answers then differ in their last digits, also between batches of different sizes. Default: all is computed by WebAssembly.
   */
  readonly native?: NativeLayers | undefined;
}

/** A model that computes without TensorFlow.js. */
export interface CompiledModel {
  readonly inputs: readonly Port[];
  readonly output: Port;
  /** Whether it computes with fused instructions. */
  readonly fusedMultiplyAdd: boolean;
  /** Whether it leaves out positions of padding: it has a masking layer, or an embedding with a mask. */
  readonly masksPadding: boolean;
  /**
   * Computes the output for any number of examples, row-major `[examples, …]`. Several inputs come as a list, in the order of `inputs`.
   *
   * @param examples how many there are, where an input has sequences of any length. All of one call are as long as the longest, with padding behind. Default: counted
   * @returns `[examples, …output.shape]`, the caller's own
   * @throws ArgumentError when an input is no Float32Array, has no whole number of examples, or another number than the first; or when an embedding has no vector for a number
   */
  predict(inputs: Float32Array | readonly Float32Array[], examples?: number): Float32Array;
  /**
   * The same for examples that lie in arrays of their own: for each input a list of them, in the order of `inputs`. They are not copied into one row first, which takes as
   * long as a small model. Numbers must be finite, which is checked on the way. Inputs of a fixed shape only.
   *
   * @returns `[examples, …output.shape]`, the caller's own
   * @throws ArgumentError when an example is no Float32Array of the input's size or has a number that is not finite, inputs differ in their number, or one has sequences of any length
   */
  predictExamples(inputs: readonly (readonly Float32Array[])[]): Float32Array;
  /** Releases the memory, a native library's too. Nothing can be computed afterwards. */
  dispose(): void;
}

/**
 * Compiles a model into a plan on WebAssembly that computes its output without TensorFlow.js.
 *
 * Batch normalisation becomes a part of the weights before it, activations a part of the products; dropout is left out. Weights are packed
 * once, all memory is taken once, and a batch is computed in parts that stay in the cache. Inputs of 0, of which rectified layers and counts of words have many, are passed over
 * where one or two examples are computed, and so are weights of 0 in dense layers that have few others. The same example has the same bits in a batch of any size, unless a native library computes. Sequences may have any length, where the layers that read them do not fix it.
 *
 * @param artifacts a model of TensorFlow.js: its topology and its weights, of float32 or quantised to float16, uint8 or uint16. {@link readArtifacts} reads them from files,
 * {@link artifactsOf} from a model in memory
 * @returns a compiled model; the caller disposes of it
 * @throws ArgumentError when a layer or a setting of one cannot be compiled, which it names, or the weights are not those of the topology
 *
 * @example
 * ```ts
 * import { artifactsOf, compileModel } from "@dark-knowledge/runtime";
 * import { createMlp } from "@dark-knowledge/training";
 *
 * const student = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [30, 30], classCount: 10, seed: 1 });
 * const net = compileModel(await artifactsOf(student));
 * const logits = net.predict(new Float32Array(2 * 784));
 * logits.length; // => 20
 * net.output.shape; // => [10]
 * net.dispose();
 * ```
 */
export function compileModel(artifacts: ModelArtifacts, options: CompileOptions = {}): CompiledModel {
  assertOptions<CompileOptions>(NAME, options, { fusedMultiplyAdd: true, native: true });
  assertFields(NAME, options, { fusedMultiplyAdd: "flag?", native: "object?" });
  const { native } = options;
  if (native !== undefined)
    assertFields(NAME, native, { dense: "function", convolution: "function" }, { prefix: "native." });
  assertFields(NAME, artifacts, { modelTopology: "object" }, { argument: "artifacts", prefix: "artifacts." });
  const fusedMultiplyAdd = options.fusedMultiplyAdd ?? fusesHere();
  if (options.fusedMultiplyAdd && !fusesHere())
    fail(
      NAME,
      "fusedMultiplyAdd",
      "must be false where the host has no relaxed SIMD or its processor does not fuse",
      "true",
    );
  const { graph, ...compiled } = compile(artifacts, fusedMultiplyAdd, native);
  let plan: Plan | undefined = compiled.plan;
  const ports = plan.inputs.map((value, at) => portOf(graph.inputs[at]!.name, value));
  return {
    inputs: ports,
    output: portOf(graph.outputs[0]!, plan.outputs[0]!),
    fusedMultiplyAdd,
    masksPadding: graph.nodes.some(({ layer }) => layer.className === "Masking" || layer.config.mask_zero === true),
    predict(inputs, examples) {
      if (plan === undefined) return fail("predict", "model", "must not be disposed of", "a disposed one");
      return answer(
        plan,
        ports,
        ArrayBuffer.isView(inputs) ? [inputs as Float32Array] : (inputs as readonly Float32Array[]),
        examples,
      );
    },
    predictExamples(inputs) {
      if (plan === undefined) return fail("predictExamples", "model", "must not be disposed of", "a disposed one");
      return answerExamples(plan, ports, inputs);
    },
    dispose() {
      plan?.dispose();
      plan = undefined;
    },
  };
}

const NAME = "compileModel";

function fail(functionName: string, argument: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName, argument, expected, received, code: "state" });
}

function compile(
  artifacts: ModelArtifacts,
  isFused: boolean,
  native: NativeLayers | undefined,
): { readonly graph: Graph; readonly plan: Plan } {
  const weights = weightsOf(NAME, artifacts);
  try {
    const graph = readGraph(NAME, artifacts.modelTopology);
    if (graph.outputs.length !== 1) fail(NAME, "artifacts", "must have one output", `${graph.outputs.length}`);
    return { graph, plan: buildPlan(NAME, graph, weights, isFused, native) };
  } catch (error) {
    if (ArgumentError.is(error)) throw error;
    // A setting of another type than TensorFlow.js writes; there are too many to check each.
    return fail(NAME, "artifacts.modelTopology", "must describe a model that can be compiled", String(error));
  }
}

function portOf(name: string, { shape, storage }: Value): Port {
  return { name, shape: storage.sequence === undefined ? shape : [null, ...shape], size: storage.size };
}
