import { ArgumentError, formatValue } from "@dark-knowledge/core";

/** A layer as its model's topology has it. */
export interface LayerJson {
  readonly className: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** One use of a layer. */
interface GraphNode {
  readonly layer: LayerJson;
  /** The keys of what it takes, and of what it gives. */
  readonly inputs: readonly string[];
  readonly output: string;
}

/** An input of a model: its name, and the shape of one example. */
export interface GraphInput {
  readonly key: string;
  readonly name: string;
  readonly shape: readonly (number | null)[];
}

/** The layers of a model in an order in which they can be computed. */
export interface Graph {
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly string[];
  readonly nodes: readonly GraphNode[];
}

type Json = Readonly<Record<string, unknown>>;

const CONTAINERS: readonly string[] = ["Sequential", "Model", "Functional"];

/**
 * Reads the topology of a Sequential or of a graph of layers, models within models included.
 *
 * @throws ArgumentError, naming `functionName`, when it is none
 */
export function readGraph(functionName: string, topology: unknown): Graph {
  const refuse = (expected: string, received: unknown): never => {
    const text = typeof received === "string" ? received : formatValue(received);
    throw new ArgumentError({
      functionName,
      argument: "artifacts.modelTopology",
      expected,
      received: text,
      code: "state",
    });
  };
  if (!isObject(topology)) return refuse("must be the JSON of a layers model", topology);
  const root = isObject(topology.model_config) ? topology.model_config : topology;
  const { className } = layerOf(root, refuse);
  if (!CONTAINERS.includes(className)) return refuse("must be of a Sequential or a graph of layers", className);
  const inputs: GraphInput[] = [];
  const nodes: GraphNode[] = [];
  const outputs = readModel(root, undefined, "", { inputs, nodes, refuse });
  return { inputs, outputs, nodes };
}

interface Reading {
  readonly inputs: GraphInput[];
  readonly nodes: GraphNode[];
  readonly refuse: (expected: string, received: unknown) => never;
}

/** Reads a model; `given` are the keys of its inputs where it is a layer of another. Returns the keys of its outputs. */
function readModel(
  json: Json,
  given: readonly string[] | undefined,
  prefix: string,
  reading: Reading,
): readonly string[] {
  const { className, config } = layerOf(json, reading.refuse);
  const layers = Array.isArray(config) ? config : config.layers;
  if (!Array.isArray(layers)) return reading.refuse("must have a list of layers", config);
  if (className === "Sequential") return readSequential(layers, given, prefix, reading);
  return readFunctional(config, layers, given, prefix, reading);
}

function readSequential(
  layers: readonly Json[],
  given: readonly string[] | undefined,
  prefix: string,
  reading: Reading,
) {
  let keys = given;
  layers.forEach((json, index) => {
    const layer = layerOf(json, reading.refuse);
    if (keys === undefined) {
      keys = [`${prefix}input`];
      reading.inputs.push({ key: keys[0]!, name: inputNameOf(layer), shape: inputShapeOf(json, reading) });
    }
    if (layer.className !== "InputLayer") keys = readUse(json, layer, keys, `${prefix}${index}`, reading);
  });
  if (keys === undefined) return reading.refuse("must have layers", "none");
  return keys;
}

function readFunctional(
  config: Json,
  layers: readonly Json[],
  given: readonly string[] | undefined,
  prefix: string,
  reading: Reading,
): readonly string[] {
  const known = new Map<string, readonly string[]>();
  const inputs = referencesOf(config.input_layers, reading);
  inputs.forEach(({ name }, index) => {
    const own = given?.[index] ?? `${prefix}${name}`;
    known.set(`${name}/0`, [own]);
    if (given !== undefined) return;
    const json = layers.find((layer) => nameOf(layer) === name);
    if (json === undefined) reading.refuse("must have the layers that are its inputs", name);
    else reading.inputs.push({ key: own, name, shape: inputShapeOf(json, reading) });
  });
  const byName = new Map(layers.map((json) => [nameOf(json), json]));
  const outputs = referencesOf(config.output_layers, reading);
  const uses = layers.flatMap(({ inbound_nodes }) => (Array.isArray(inbound_nodes) ? inbound_nodes : []));
  const all = [...outputs, ...uses.flatMap((use) => referencesOf(use, reading))];
  /** A model as a layer has a use of its own already, which is not listed: the others are counted from 1. */
  const firstNodeOf = (name: string, count: number) =>
    Math.max(...all.filter((one) => one.name === name).map(({ node }) => node)) + 1 - count;
  const find = ({ name, node, tensor }: Reference): string => {
    const key = `${name}/${node}`;
    if (!known.has(key)) {
      const json = byName.get(name);
      const uses = json?.inbound_nodes;
      const use = Array.isArray(uses) ? uses[node - firstNodeOf(name, uses.length)] : undefined;
      if (json === undefined || use === undefined)
        return reading.refuse("must have the layers that its others refer to", key);
      const from = referencesOf(use, reading).map(find);
      known.set(key, readUse(json, layerOf(json, reading.refuse), from, `${prefix}${key}`, reading));
    }
    return known.get(key)![tensor]!;
  };
  return outputs.map(find);
}

/** One use of a layer, or of a model as a layer. */
function readUse(json: Json, layer: LayerJson, inputs: readonly string[], key: string, reading: Reading) {
  if (CONTAINERS.includes(layer.className)) return readModel(json, inputs, `${key}/`, reading);
  reading.nodes.push({ layer, inputs, output: key });
  return [key];
}

interface Reference {
  readonly name: string;
  readonly node: number;
  readonly tensor: number;
}

/** References to tensors: `[name, node, tensor, …]` each, one of them sometimes alone. */
function referencesOf(value: unknown, { refuse }: Reading): readonly Reference[] {
  if (!Array.isArray(value))
    return refuse("must refer to layers in the form of Keras 2 (load it, and save it again)", value);
  const list = typeof value[0] === "string" ? [value] : value;
  return list.map(([name, node, tensor]) => ({ name: String(name), node: Number(node), tensor: Number(tensor) }));
}

function layerOf(json: unknown, refuse: Reading["refuse"]): LayerJson {
  if (!isObject(json) || typeof json.class_name !== "string" || typeof json.config !== "object" || json.config === null)
    return refuse("must have layers with a class_name and a config", json);
  return { className: json.class_name, name: nameOf(json), config: json.config as Json };
}

function nameOf(json: Json): string {
  const name = (json.config as Json | undefined)?.name ?? json.name;
  return typeof name === "string" ? name : "";
}

function inputNameOf({ className, name }: LayerJson): string {
  return className === "InputLayer" ? name : `${name}_input`;
}

/** The shape of an example, which the first layer of a model has. */
function inputShapeOf(json: Json, { refuse }: Reading): readonly (number | null)[] {
  const config = json.config as Json;
  const shape = config.batch_input_shape ?? config.batchInputShape ?? config.batch_shape;
  if (Array.isArray(shape)) return shape.slice(1);
  const first = Array.isArray(config.layers) ? (config.layers[0] as Json) : undefined;
  if (first !== undefined) return inputShapeOf(first, { refuse } as Reading);
  return refuse("must say what shape its input has (batch_input_shape)", `layer ${nameOf(json)} without one`);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
