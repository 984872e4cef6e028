import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { loadTable } from "../../src/node/load-table.ts";

const inside = useTemporaryDirectory();

test.each([
  ["a.csv", "x,y\n1,2\n"],
  ["a.CSV.gz", "x;y\n1;2\n"],
  ["a.tsv", "x\ty\n1\t2\n"],
  ["a.jsonl", '{"x": "1", "y": "2"}\n'],
  ["a.ndjson.gz", '{"x": "1", "y": "2"}\n'],
])("loadTable reads %s", async (name, text) => {
  const path = inside(name);
  writeFileSync(path, name.endsWith(".gz") ? gzipSync(text) : text);
  expect(await loadTable(path)).toMatchObject({ source: path, names: ["x", "y"], columns: [["1"], ["2"]] });
});

test("loadTable reads Parquet and Arrow", async () => {
  const columnData = [{ name: "x", data: [1, 2] }];
  writeFileSync(inside("a.parquet"), new Uint8Array(parquetWriteBuffer({ columnData })));
  writeFileSync(inside("a.feather"), tableToIPC(tableFromArrays({ x: Float64Array.of(1, 2) }), "file"));
  for (const name of ["a.parquet", "a.feather"]) {
    expect(await loadTable(inside(name))).toMatchObject({ source: inside(name), names: ["x"], columns: [[1, 2]] });
  }
});

test("loadTable names the file in its errors", async () => {
  const path = inside("broken.csv");
  writeFileSync(path, "a,b\n1\n");
  await expect(loadTable(path)).rejects.toThrow(`loadTable: ${path}: row 2 has 1 cells, not 2; mend the file`);
  await expect(loadTable(inside("none.csv"))).rejects.toThrow(
    `loadTable: ${inside("none.csv")} cannot be read (ENOENT`,
  );
  writeFileSync(inside("torn.csv.gz"), gzipSync("a,b\n1,2\n").subarray(0, 15));
  await expect(loadTable(inside("torn.csv.gz"))).rejects.toThrow(
    `loadTable: ${inside("torn.csv.gz")} cannot be read (`,
  );
  mkdirSync(inside("folder.csv"));
  await expect(loadTable(inside("folder.csv"))).rejects.toThrow(
    `loadTable: ${inside("folder.csv")} cannot be read (not a file)`,
  );
  await expect(loadTable("a.xlsx")).rejects.toThrow(
    "loadTable: a.xlsx must end in .csv, .txt, .data, .tsv, .jsonl, .ndjson, .parquet, .arrow, .feather, each also with .gz",
  );
});
