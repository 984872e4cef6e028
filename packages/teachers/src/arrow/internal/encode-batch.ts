import {
  type Data,
  Field,
  FixedSizeList,
  Float32,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import type { TeacherFeatures, TeacherRequest } from "../../external-teacher.ts";

/** Writes a question as an Arrow IPC stream of one record batch, without nulls. */
export function encodeBatch({ ids, features, raw }: TeacherRequest): Uint8Array<ArrayBuffer> {
  const columns: (readonly [Field, Data])[] = [
    [new Field("ids", new Int32(), false), numbers(ids)],
    featuresColumn(features),
    ...(raw === undefined ? [] : [rawColumn(raw)]),
  ];
  const fields = columns.map(([field]) => field);
  const children = columns.map(([, data]) => data);
  const data = makeData({ type: new Struct(fields), length: ids.length, nullCount: 0, children });
  const writer = new RecordBatchStreamWriter();
  writer.write(new RecordBatch(new Schema(fields), data));
  writer.finish();
  return writer.toUint8Array(true) as Uint8Array<ArrayBuffer>;
}

/** A tensor for each example; a number where an example is one. */
function featuresColumn({ values, shape }: TeacherFeatures): readonly [Field, Data] {
  const [length, ...exampleShape] = shape as [number, ...number[]];
  const child = numbers(values);
  if (exampleShape.length === 0) return [new Field("features", child.type, false), child];
  const width = exampleShape.reduce((product, size) => product * size, 1);
  const type = new FixedSizeList(width, new Field("item", child.type, false));
  const metadata = new Map([
    ["ARROW:extension:name", "arrow.fixed_shape_tensor"],
    ["ARROW:extension:metadata", JSON.stringify({ shape: exampleShape })],
  ]);
  return [new Field("features", type, false, metadata), makeData({ type, length, nullCount: 0, child })];
}

function numbers(values: Float32Array | Int32Array): Data<Float32> | Data<Int32> {
  const { length } = values;
  return values instanceof Int32Array
    ? makeData({ type: new Int32(), length, nullCount: 0, data: values })
    : makeData({ type: new Float32(), length, nullCount: 0, data: values });
}

/** The JSON of each example, because a column has one type and examples may be anything. */
function rawColumn(raw: readonly unknown[]): readonly [Field, Data] {
  const texts = raw.map((example) => JSON.stringify(example) ?? "null");
  return [new Field("raw", new Utf8(), false), vectorFromArray(texts, new Utf8()).data[0]!];
}
