import { Field, Float32, makeData, RecordBatch, Schema, Struct, Table, tableFromJSON, tableToIPC } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { readArrowTable } from "../../src/arrow/read-arrow-table.ts";

const schema = new Schema([new Field("logit", new Float32(), false)], new Map([["temperature", "2"]]));
const values = makeData({ type: new Float32(), length: 3, nullCount: 0, data: Float32Array.of(1, 2, 3) });
const data = makeData({ type: new Struct(schema.fields), length: 3, nullCount: 0, children: [values] });
const table = new Table([new RecordBatch(schema, data)]);

describe("readArrowTable(bytes)", () => {
  test.each(["file", "stream"] as const)("reads a %s with the metadata of its schema", async (format) => {
    const read = await readArrowTable(tableToIPC(table, format));
    expect(read.schema.metadata).toEqual(schema.metadata);
    expect(read.getChild("logit")!.toArray()).toEqual(Float32Array.of(1, 2, 3));
  });

  test("reads a stream without record batches", async () => {
    const read = await readArrowTable(tableToIPC(new Table(schema)));
    expect([read.numRows, read.schema.metadata]).toEqual([0, schema.metadata]);
  });

  test("refuses damage and structures in one line", async () => {
    const bytes = tableToIPC(table);
    await expect(readArrowTable(bytes.subarray(0, -24), { source: "the answer" })).rejects.toThrow(
      "readArrowTable: the answer is damaged, or no Arrow (a message whose body is longer than the file)",
    );
    await expect(readArrowTable(tableToIPC(tableFromJSON([{ s: { x: 1 } }])))).rejects.toThrow(
      'readArrowTable: arrow has structures in the column "s"',
    );
  });
});
