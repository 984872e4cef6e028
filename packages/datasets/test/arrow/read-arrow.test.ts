import { Struct, Table, tableFromArrays, tableFromJSON, tableToIPC } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { readArrow } from "../../src/arrow/read-arrow.ts";
import { datasetFromTable } from "../../src/dataset-from-table.ts";
import { inferLayout } from "../../src/infer-layout.ts";
import { ARROW_COLUMNS } from "../fixtures/arrow-columns.ts";

const table = new Table(ARROW_COLUMNS);

describe("readArrow(bytes)", () => {
  test.each(["file", "stream"] as const)(
    "reads a %s: numbers, dictionaries, lists and what is missing",
    async (format) => {
      expect(await readArrow(tableToIPC(table, format), { source: "x.arrow" })).toEqual({
        source: "x.arrow",
        names: ["width", "id", "colour", "vector", "flag"],
        columns: [
          [1, null, 3],
          [1n, 2n, 3n],
          ["red", "blue", "red"],
          [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
          [true, false, null],
        ],
        rowNumbers: Int32Array.of(1, 2, 3),
      });
    },
  );

  test("gives what a dataset is made of", async () => {
    const read = await readArrow(tableToIPC(table), { columns: ["width", "vector", "colour"] });
    const { columns, targets } = datasetFromTable(read, inferLayout(read, { label: "colour" }));
    expect(targets).toMatchObject({ classNames: ["blue", "red"], labels: Int32Array.of(1, 0, 1) });
    expect([...columns.row!.values]).toEqual([1, Number.NaN, 3]);
    expect(columns.vector!.values).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
  });

  test("refuses what is no Arrow file, a column that is not there, and structures", async () => {
    await expect(readArrow(new TextEncoder().encode("width,letter\n1,a\n"), { source: "x" })).rejects.toThrow(
      /^readArrow: x is damaged, or no Arrow file \(/,
    );
    const bytes = tableToIPC(tableFromArrays({ a: [1, 2] }), "file");
    await expect(readArrow(bytes.subarray(0, 200))).rejects.toThrow(
      /^readArrow: arrow is damaged, or no Arrow file \(/,
    );
    await expect(readArrow(bytes, { columns: ["b"] })).rejects.toThrow('readArrow: arrow has no column "b"; it has a');
    const nested = tableFromJSON([{ s: { x: 1 } }]);
    expect(nested.schema.fields[0]!.type).toBeInstanceOf(Struct);
    await expect(readArrow(tableToIPC(nested))).rejects.toThrow(
      'readArrow: arrow has structures in the column "s"; choose others by columns',
    );
  });
});
