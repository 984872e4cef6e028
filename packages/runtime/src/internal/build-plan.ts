import { ArgumentError, formatShape, type NativeLayers } from "@dark-knowledge/core";
import type { Weight } from "../model-artifacts.ts";
import type { Graph, GraphInput, LayerJson } from "./graph.ts";
import type { LayerContext } from "./layer-context.ts";
import { LAYER_READERS } from "./layer-readers.ts";
import { createNativeSteps, type NativeSteps } from "./native-steps.ts";
import { LARGEST_INPUT, type Operation, type Value } from "./operation.ts";
import { productOf } from "./sizes.ts";
import { type Plan, startPlan } from "./start-plan.ts";

/** Turns a graph of layers into a plan. Errors are ArgumentErrors and begin with `functionName`. */
export function buildPlan(
  functionName: string,
  graph: Graph,
  weights: ReadonlyMap<string, Weight>,
  isFused: boolean,
  native: NativeLayers | undefined,
): Plan {
  assertKnownLayers(functionName, graph);
  const uses = countUses(graph);
  const steps = createNativeSteps(native);
  const values = new Map<string, Value>();
  const inputs = graph.inputs.map((input): Value => {
    const isSole = uses.get(input.key) === 1;
    const value = { ...inputOf(functionName, input), bound: () => LARGEST_INPUT, isSole };
    values.set(input.key, value);
    return value;
  });
  const operations: Operation[] = [];
  for (const { layer, inputs, output } of graph.nodes) {
    const context = contextOf(
      functionName,
      layer,
      inputs.map((key) => values.get(key)!),
      weights,
      operations,
      steps,
    );
    const value = LAYER_READERS[layer.className]!(context);
    values.set(output, { ...value, isSole: value.isSole && uses.get(output) === 1 });
  }
  const outputs = graph.outputs.map((key) => values.get(key)!);
  return startPlan(inputs, outputs, operations, isFused, steps.dispose);
}

/** An input of a fixed shape, or a sequence of any length. */
function inputOf(functionName: string, { name, shape }: GraphInput): Pick<Value, "shape" | "storage"> {
  const [first, ...others] = shape;
  const sizes = (first === null ? others : shape) as readonly number[];
  if (sizes.includes(null as never))
    refuse(functionName, `input ${name} of shape [${shape.map((size) => size ?? "any").join(", ")}]`);
  const storage = { size: productOf(sizes), at: 0, sequence: first === null ? { steps: 0 } : undefined };
  return { shape: sizes, storage };
}

function refuse(functionName: string, received: string): never {
  const expected = "must have layers that can be compiled";
  throw new ArgumentError({ functionName, argument: "artifacts", expected, received, code: "state" });
}

function assertKnownLayers(functionName: string, { nodes }: Graph): void {
  const unknown = nodes.filter(({ layer }) => !Object.hasOwn(LAYER_READERS, layer.className));
  const names = unknown.map(({ layer }) => `${layer.className} (layer ${layer.name})`);
  if (names.length > 0) refuse(functionName, [...new Set(names)].join(", "));
}

/** How many layers take each result; to be an output counts as well. */
function countUses({ nodes, outputs }: Graph): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const key of [...nodes.flatMap(({ inputs }) => inputs), ...outputs]) uses.set(key, (uses.get(key) ?? 0) + 1);
  return uses;
}

function contextOf(
  functionName: string,
  layer: LayerJson,
  inputs: readonly Value[],
  weights: ReadonlyMap<string, Weight>,
  operations: Operation[],
  steps: NativeSteps,
): LayerContext {
  const refuseLayer = (what: string): never => refuse(functionName, `layer ${layer.name}, which ${what}`);
  if (layer.config.data_format === "channels_first") refuseLayer("has its channels first");
  return {
    layer,
    inputs,
    native: steps.once,
    hasLibrary: steps.hasLibrary,
    weight(name, shape) {
      const found = [...weights].filter(([key]) => `/${key}`.endsWith(`/${layer.name}/${name}`));
      if (found.length !== 1) refuseLayer(`has ${found.length} weights of the name ${name}`);
      const [[, weight]] = found as [[string, Weight]];
      const [given, wanted] = [weight.shape, shape ?? weight.shape].map(formatShape);
      return given === wanted ? weight : refuseLayer(`has ${name} ${given} instead of ${wanted}`);
    },
    add(shape, operation) {
      operations.push(operation);
      return { shape, storage: operation.output, from: operation, isSole: true };
    },
    refuse: refuseLayer,
  };
}
