/** The types of numbers in an ONNX tensor, as onnx.proto numbers them. */
export const ELEMENT_TYPES = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, float16: 10 } as const;

type ElementType = keyof typeof ELEMENT_TYPES;

/** A constant of a graph. */
export interface OnnxTensor {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly values: Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array | Uint16Array;
}

/** A number is an integer; `{ float }` is one of float32. */
export type OnnxAttribute = number | { readonly float: number } | string | readonly number[] | readonly string[];

export interface OnnxNode {
  readonly type: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** An input or output of a graph; a text is a size that may be any number. */
export interface OnnxPort {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

/** A graph that grows, node by node. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, OnnxTensor>;
  /** Adds a node, named after `name`, and returns its output. Inputs that are left out are empty texts. */
  add(
    type: string,
    name: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
    outputs?: readonly string[],
  ): string;
  /** Adds a constant, and returns its name. */
  constant(name: string, tensor: OnnxTensor): string;
  /** A constant of integers, such as a shape. */
  integers(name: string, values: readonly number[]): string;
  /** A constant of float32; without a shape it is a single number. */
  floats(name: string, values: ArrayLike<number>, shape?: readonly number[]): string;
  /** A name that nothing in the graph has yet. */
  unique(name: string): string;
}

/** Makes an empty graph, in which some names are taken. */
export function createOnnxGraph(taken: readonly string[]): OnnxGraph {
  const names = new Set(taken);
  const nodes: OnnxNode[] = [];
  const constants = new Map<string, OnnxTensor>();
  const unique = (wanted: string) => {
    let name = wanted;
    for (let count = 2; names.has(name); count++) name = `${wanted}_${count}`;
    names.add(name);
    return name;
  };
  const constant = (wanted: string, tensor: OnnxTensor) => {
    const name = unique(wanted);
    constants.set(name, tensor);
    return name;
  };
  return {
    nodes,
    constants,
    unique,
    constant,
    add(type, wanted, inputs, attributes = {}, outputs) {
      const name = unique(wanted);
      nodes.push({ type, name, inputs, outputs: outputs ?? [name], attributes });
      return (outputs ?? [name])[0]!;
    },
    integers: (name, values) =>
      constant(name, { type: "int64", shape: [values.length], values: BigInt64Array.from(values, BigInt) }),
    floats: (name, values, shape = []) => constant(name, { type: "float32", shape, values: Float32Array.from(values) }),
  };
}
