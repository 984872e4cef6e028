import { ArgumentError, assertFields, assertOptions, formatValue } from "@dark-knowledge/core";
import { buildPlan, type Plan } from "./internal/build-plan.ts";
import { type Graph, readGraph } from "./internal/graph.ts";
import { hasFusedKernels } from "./internal/kernels.ts";
import { weightsOf } from "./internal/weights-of.ts";
import type { ModelArtifacts } from "./model-artifacts.ts";

/** Options of {@link compileModel}. */
export interface CompileOptions {
  /**
   * Whether products and sums are rounded once, by instructions that fuse them: faster on most processors, other last bits. True needs relaxed SIMD (Chrome 114, Node 21).
   * Default: where the host has it. With `false` the same bits come out on every host.
   */
  readonly fusedMultiplyAdd?: boolean;
}

/** One input or output of a {@link CompiledModel}. */
export interface Port {
  readonly name: string;
  /** The shape of one example. */
  readonly shape: readonly number[];
  /** How many floats that is. */
  readonly size: number;
}

/** A model that computes without TensorFlow.js. */
export interface CompiledModel {
  readonly inputs: readonly Port[];
  readonly output: Port;
  /** Whether it computes with fused instructions. */
  readonly fusedMultiplyAdd: boolean;
  /**
   * Computes the output for any number of examples, row-major `[examples, …]`. Several inputs come as a list, in the order of `inputs`.
   *
   * @returns `[examples, …output.shape]`, the caller's own
   * @throws ArgumentError when an input is no Float32Array, has no whole number of examples, or another number than the first
   */
  predict(inputs: Float32Array | readonly Float32Array[]): Float32Array;
  /** Releases the memory. Nothing can be computed afterwards. */
  dispose(): void;
}

/**
 * Compiles a model into a plan on WebAssembly that computes its output without TensorFlow.js.
 *
 * Batch normalisation becomes a part of the weights before it, activations a part of the products; dropout is left out. Weights are packed
 * once, all memory is taken once, and a batch is computed in parts that stay in the cache. Inputs of 0, of which rectified layers and counts of words have many, are passed over
 * where one or two examples are computed. The same example has the same bits in a batch of any size.
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
  assertOptions<CompileOptions>(NAME, options, { fusedMultiplyAdd: true });
  assertFields(NAME, options, { fusedMultiplyAdd: "flag?" });
  assertFields(NAME, artifacts, { modelTopology: "object" }, { argument: "artifacts", prefix: "artifacts." });
  const fusedMultiplyAdd = options.fusedMultiplyAdd ?? hasFusedKernels();
  if (fusedMultiplyAdd && options.fusedMultiplyAdd && !hasFusedKernels())
    fail(NAME, "fusedMultiplyAdd", "must be false where the host has no relaxed SIMD", "true");
  const { graph, ...compiled } = compile(artifacts, fusedMultiplyAdd);
  let plan: Plan | undefined = compiled.plan;
  const ports = plan.inputs.map(
    ({ shape, storage }, at): Port => ({ name: graph.inputs[at]!.name, shape, size: storage.size }),
  );
  const [{ shape, storage }] = plan.outputs as [Plan["outputs"][number]];
  return {
    inputs: ports,
    output: { name: graph.outputs[0]!, shape, size: storage.size },
    fusedMultiplyAdd,
    predict(inputs) {
      if (plan === undefined) return fail("predict", "model", "must not be disposed of", "a disposed one");
      return answer(
        plan,
        ports,
        ArrayBuffer.isView(inputs) ? [inputs as Float32Array] : (inputs as readonly Float32Array[]),
      );
    },
    dispose() {
      plan = undefined;
    },
  };
}

const NAME = "compileModel";

function fail(functionName: string, argument: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName, argument, expected, received, code: "state" });
}

function compile(artifacts: ModelArtifacts, isFused: boolean): { readonly graph: Graph; readonly plan: Plan } {
  const weights = weightsOf(NAME, artifacts);
  try {
    const graph = readGraph(NAME, artifacts.modelTopology);
    if (graph.outputs.length !== 1) fail(NAME, "artifacts", "must have one output", `${graph.outputs.length}`);
    return { graph, plan: buildPlan(NAME, graph, weights, isFused) };
  } catch (error) {
    if (ArgumentError.is(error)) throw error;
    // A setting of another type than TensorFlow.js writes; there are too many to check each.
    return fail(NAME, "artifacts.modelTopology", "must describe a model that can be compiled", String(error));
  }
}

/** Computes part after part. */
function answer(plan: Plan, ports: readonly Port[], inputs: readonly Float32Array[]): Float32Array {
  const examples = countExamples(ports, inputs);
  const { floats, run, rows } = plan;
  const { at, size } = plan.outputs[0]!.storage;
  const answers = new Float32Array(examples * size);
  for (let first = 0; first < examples; first += rows) {
    const count = Math.min(rows, examples - first);
    plan.inputs.forEach(({ storage }, index) => {
      const values = inputs[index]!;
      const isWhole = count === examples;
      floats.set(
        isWhole ? values : values.subarray(first * storage.size, (first + count) * storage.size),
        storage.at / 4,
      );
    });
    run(count);
    answers.set(floats.subarray(at / 4, at / 4 + count * size), first * size);
  }
  return answers;
}

/** How many examples all inputs have; throws where one does not fit. */
function countExamples(ports: readonly Port[], inputs: readonly Float32Array[]): number {
  if (!Array.isArray(inputs) || inputs.length !== ports.length) {
    const expected = ports.length === 1 ? "must be a Float32Array" : `must be a list of ${ports.length} Float32Arrays`;
    const received = Array.isArray(inputs) ? `a list of ${inputs.length}` : formatValue(inputs);
    throw new ArgumentError({ functionName: "predict", argument: "inputs", expected, received, code: "dtype" });
  }
  const counts = ports.map((port, index) => countOf(port, inputs[index]));
  const other = counts.findIndex((count) => count !== counts[0]);
  if (other < 0) return counts[0]!;
  const expected = `must have ${counts[0]} examples (as the first input)`;
  return failInput(ports[other]!, expected, `${counts[other]}`, "shape");
}

function countOf(port: Port, values: unknown): number {
  if (!isFloats(values)) return failInput(port, "must be a Float32Array", formatValue(values), "dtype");
  const count = values.length / port.size;
  if (Number.isInteger(count)) return count;
  return failInput(port, `must have ${port.size} floats for each example`, `${values.length}`, "shape");
}

/** By its name: arrays from another realm count as well. */
function isFloats(value: unknown): value is Float32Array {
  return ArrayBuffer.isView(value) && (value as Float32Array)[Symbol.toStringTag] === "Float32Array";
}

function failInput({ name }: Port, expected: string, received: string, code: "dtype" | "shape"): never {
  throw new ArgumentError({ functionName: "predict", argument: `inputs (${name})`, expected, received, code });
}
