/** The nodes and outputs of an ONNX model. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly outputs: readonly string[];
}

/** One operation. */
interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A field of a protobuf message: a number, or the bytes of a text or of another message. */
interface Field {
  readonly number: number;
  readonly bytes: Uint8Array;
}

// The numbers that onnx.proto gives to the fields.
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_OUTPUT = 12;
const NODE = { input: 1, output: 2, type: 4 };
const VALUE_NAME = 1;

/** Reads nodes and outputs from the bytes of a model. Throws an Error where they are none. */
export function readOnnxGraph(model: Uint8Array): OnnxGraph {
  const graph = fieldsOf(model).filter(({ number }) => number === MODEL_GRAPH);
  if (graph.length === 0) throw new Error("has no graph");
  const fields = graph.flatMap(({ bytes }) => fieldsOf(bytes));
  return {
    nodes: fields
      .filter(({ number }) => number === GRAPH_NODE)
      .map(({ bytes }) => {
        const parts = fieldsOf(bytes);
        const textsOf = (wanted: number) => parts.filter(({ number }) => number === wanted).map(textOf);
        return { type: textsOf(NODE.type)[0] ?? "", inputs: textsOf(NODE.input), outputs: textsOf(NODE.output) };
      }),
    outputs: fields
      .filter(({ number }) => number === GRAPH_OUTPUT)
      .flatMap(({ bytes }) =>
        fieldsOf(bytes)
          .filter(({ number }) => number === VALUE_NAME)
          .map(textOf),
      ),
  };
}

/** The same model with one more output: a value that was inside of it. Messages of protobuf are merged when they stand one after the other. */
export function withOnnxOutput(model: Uint8Array, name: string): Uint8Array {
  const text = new TextEncoder().encode(name);
  const value = wrap(VALUE_NAME, text);
  const graph = wrap(MODEL_GRAPH, wrap(GRAPH_OUTPUT, value));
  const extended = new Uint8Array(model.length + graph.length);
  extended.set(model);
  extended.set(graph, model.length);
  return extended;
}

function wrap(number: number, bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([number * 8 + 2, ...varint(bytes.length), ...bytes]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function textOf({ bytes }: Field): string {
  return new TextDecoder().decode(bytes);
}

/** The fields of a message that hold bytes; numbers are passed over. */
function fieldsOf(message: Uint8Array): Field[] {
  let at = 0;
  const readVarint = () => {
    let value = 0;
    for (let factor = 1; at < message.length; factor *= 128) {
      const byte = message[at++]!;
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
    throw new Error("ends in the middle");
  };
  const fields: Field[] = [];
  while (at < message.length) {
    const tag = readVarint();
    const type = tag % 8;
    if (type === 0) readVarint();
    else if (type === 1) at += 8;
    else if (type === 5) at += 4;
    else if (type === 2) {
      const length = readVarint();
      if (!(at + length <= message.length)) throw new Error("ends in the middle");
      fields.push({ number: Math.floor(tag / 8), bytes: message.subarray(at, at + length) });
      at += length;
    } else throw new Error("is no ONNX model");
  }
  return fields;
}
