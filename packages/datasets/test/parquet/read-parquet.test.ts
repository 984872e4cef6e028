import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { datasetFromTable } from "../../src/dataset-from-table.ts";
import { inferLayout } from "../../src/infer-layout.ts";
import { readParquet } from "../../src/parquet/read-parquet.ts";

const columnData = [
  { name: "width", data: [1, null, 3, 4.5], type: "DOUBLE" as const, nullable: true },
  { name: "id", data: [1n, 2n, 3n, 4n], type: "INT64" as const },
  { name: "colour", data: ["red", "blue", "red", "blue"], type: "STRING" as const },
  { name: "flag", data: [true, false, true, true], type: "BOOLEAN" as const },
];
const cells = columnData.map(({ data }) => data.map((cell) => cell ?? undefined));
const bytes = (options: object = {}) => new Uint8Array(parquetWriteBuffer({ columnData, ...options }));

describe("readParquet(bytes)", () => {
  test.each<[string, object]>([
    ["compressed by Snappy", {}],
    ["not compressed", { codec: "UNCOMPRESSED" }],
    ["in several row groups", { rowGroupSize: [2, 1, 1] }],
    ["compressed by gzip", { codec: "GZIP", compressors: { GZIP: (input: Uint8Array) => gzipSync(input) } }],
  ])("reads a file %s", async (_, options) => {
    const { names, columns, rowNumbers } = await readParquet(bytes(options));
    expect(names).toEqual(["width", "id", "colour", "flag"]);
    expect(columns.map((column) => Array.from(column, (cell) => cell ?? undefined))).toEqual(cells);
    expect(rowNumbers).toEqual(Int32Array.of(1, 2, 3, 4));
  });

  test("gives what a dataset is made of, of the columns that are asked for", async () => {
    const read = await readParquet(Buffer.concat([Buffer.alloc(7), bytes()]).subarray(7), {
      columns: ["width", "colour"],
    });
    const { columns, targets } = datasetFromTable(read, inferLayout(read, { label: "colour" }));
    expect(targets).toMatchObject({ classNames: ["blue", "red"], labels: Int32Array.of(1, 0, 1, 0) });
    expect([...columns.row!.values]).toEqual([1, Number.NaN, 3, 4.5]);
  });

  test("refuses what is no Parquet file, and a column that is not there", async () => {
    const options = { source: "x.parquet" };
    const damaged = /^readParquet: x.parquet is damaged, or no Parquet file \(/;
    await expect(readParquet(new TextEncoder().encode("width,letter\n1,a\n"), options)).rejects.toThrow(damaged);
    await expect(readParquet(bytes().subarray(0, 60), options)).rejects.toThrow(damaged);
    const torn = bytes();
    torn.fill(0xff, 4, 40);
    await expect(readParquet(torn, options)).rejects.toThrow(damaged);
    await expect(readParquet(bytes(), { ...options, columns: ["x"] })).rejects.toThrow(
      'readParquet: x.parquet has no column "x"; it has width, id, colour, flag',
    );
  });
});
