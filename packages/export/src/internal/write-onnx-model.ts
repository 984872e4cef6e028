import { PbfWriter } from "pbf";
import {
  ELEMENT_TYPES,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxPort,
  type OnnxTensor,
} from "./onnx-graph.ts";

/** The parts of a file apart from the operations. */
export interface OnnxFacts {
  readonly name: string;
  readonly opset: number;
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Of IR version 8, which came with opset 15 to 18. */
const IR_VERSION = 8;

/** Writes a graph as the bytes of an .onnx file, a ModelProto of onnx.proto3; the numbers are those of its fields. */
export function writeOnnxModel(graph: OnnxGraph, { name, opset, inputs, outputs, metadata }: OnnxFacts): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, "dark-knowledge");
  message(pbf, 7, (out) => {
    for (const node of graph.nodes) message(out, 1, (to) => writeNode(to, node));
    out.writeStringField(2, name);
    for (const [constant, tensor] of graph.constants) message(out, 5, (to) => writeTensor(to, constant, tensor));
    for (const port of inputs) message(out, 11, (to) => writePort(to, port));
    for (const port of outputs) message(out, 12, (to) => writePort(to, port));
  });
  message(pbf, 8, (out) => {
    out.writeStringField(1, "");
    out.writeVarintField(2, opset);
  });
  for (const [key, value] of Object.entries(metadata)) {
    message(pbf, 14, (out) => {
      out.writeStringField(1, key);
      out.writeStringField(2, value);
    });
  }
  return pbf.finish();
}

function message(pbf: PbfWriter, tag: number, write: (pbf: PbfWriter) => void): void {
  pbf.writeMessage(tag, (_, out) => write(out), undefined);
}

function writeNode(pbf: PbfWriter, { type, name, inputs, outputs, attributes }: OnnxNode): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  for (const output of outputs) pbf.writeStringField(2, output);
  pbf.writeStringField(3, name);
  pbf.writeStringField(4, type);
  for (const [key, value] of Object.entries(attributes)) message(pbf, 5, (out) => writeAttribute(out, key, value));
}

/** The last field says which of the others has the value. */
function writeAttribute(pbf: PbfWriter, name: string, value: OnnxAttribute): void {
  pbf.writeStringField(1, name);
  if (typeof value === "number") {
    pbf.writeVarintField(3, value);
    pbf.writeVarintField(20, 2);
  } else if (typeof value === "string") {
    pbf.writeStringField(4, value);
    pbf.writeVarintField(20, 3);
  } else if ("float" in value) {
    pbf.writeFloatField(2, value.float);
    pbf.writeVarintField(20, 1);
  } else {
    const isText = typeof value[0] === "string";
    for (const one of value) {
      if (typeof one === "string") pbf.writeStringField(9, one);
      else pbf.writeVarintField(8, one);
    }
    pbf.writeVarintField(20, isText ? 8 : 7);
  }
}

function writeTensor(pbf: PbfWriter, name: string, { type, shape, values }: OnnxTensor): void {
  for (const size of shape) pbf.writeVarintField(1, size);
  pbf.writeVarintField(2, ELEMENT_TYPES[type]);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function writePort(pbf: PbfWriter, { name, type, shape }: OnnxPort): void {
  pbf.writeStringField(1, name);
  message(pbf, 2, (ofType) => {
    message(ofType, 1, (tensor) => {
      tensor.writeVarintField(1, ELEMENT_TYPES[type]);
      message(tensor, 2, (out) => {
        for (const size of shape) {
          message(out, 1, (dimension) => {
            if (typeof size === "number") dimension.writeVarintField(1, size);
            else dimension.writeStringField(2, size);
          });
        }
      });
    });
  });
}
