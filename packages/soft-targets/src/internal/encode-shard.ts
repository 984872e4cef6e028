import { toFloat16 } from "@dark-knowledge/core/arrow";
import {
  type DataType,
  Field,
  FixedSizeList,
  Float16,
  Float32,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Uint16,
  Uint32,
} from "apache-arrow";
import type { SoftTargetManifest } from "../manifest.ts";
import type { TopKLogits } from "../top-k-logits.ts";
import { type Column, columnsOf } from "./shard-layout.ts";

/** The rows that are to become one shard. */
export interface ShardRows {
  readonly ids: ArrayLike<number>;
  readonly augmentationSeed: number;
  /** Row-major: full rows, or the k largest. */
  readonly answers: { readonly logits: Float32Array } | TopKLogits;
}

const TYPES: Readonly<Record<string, () => DataType>> = {
  Int32: () => new Int32(),
  Int64: () => new Int64(),
  Uint32: () => new Uint32(),
  Uint16: () => new Uint16(),
  Float16: () => new Float16(),
  Float32: () => new Float32(),
};

/** Writes rows as an Arrow IPC file of one record batch, without nulls. */
export function encodeShard(manifest: SoftTargetManifest, rows: ShardRows): Uint8Array {
  const columns = columnsOf(manifest);
  const fields = columns.map((column) => new Field(column.name, typeOf(column), false));
  const { length } = rows.ids;
  const children = columns.map((column) => dataOf(column, length, valuesOf(column, rows)));
  const schema = new Schema(fields);
  const data = makeData({ type: new Struct(fields), length, nullCount: 0, children });
  const writer = new RecordBatchFileWriter();
  writer.write(new RecordBatch(schema, data));
  writer.finish();
  return writer.toUint8Array(true);
}

function itemType({ type }: Column): DataType {
  return TYPES[type]!();
}

function typeOf(column: Column): DataType {
  return column.isList ? new FixedSizeList(column.width, new Field("item", itemType(column), false)) : itemType(column);
}

function dataOf(column: Column, length: number, values: ShardValues) {
  const flat = makeData({
    type: itemType(column) as Float32,
    length: length * column.width,
    nullCount: 0,
    data: values as Float32Array,
  });
  if (!column.isList) return flat;
  return makeData({ type: typeOf(column) as FixedSizeList, length, nullCount: 0, child: flat });
}

type ShardValues = Int32Array | BigInt64Array | Uint32Array | Uint16Array | Float32Array;

function valuesOf({ name, type }: Column, { ids, augmentationSeed, answers }: ShardRows): ShardValues {
  switch (name) {
    case "id":
      return type === "Int64" ? BigInt64Array.from(Array.from(ids, BigInt)) : Int32Array.from(ids);
    case "augmentation_seed":
      return new Uint32Array(ids.length).fill(augmentationSeed);
    case "indices": {
      const { indices } = answers as TopKLogits;
      return type === "Uint16" ? Uint16Array.from(indices) : indices;
    }
    case "tail_logit":
      return (answers as TopKLogits).tailLogits;
    default:
      return type === "Float16" ? Uint16Array.from(answers.logits, toFloat16) : answers.logits;
  }
}
