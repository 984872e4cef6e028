import { createRandom } from "@dark-knowledge/core";
import * as hyparquet from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { NO_LIMITS } from "../../src/internal/file-limits.ts";
import type { ColumnChunk } from "../../src/parquet/internal/column-chunk.ts";
import { openParquet } from "../../src/parquet/internal/open-parquet.ts";
import { readNumbers } from "../../src/parquet/internal/read-numbers.ts";
import { readRuns } from "../../src/parquet/internal/read-runs.ts";

const ROWS = 300;

/** Random numbers of a type, some missing, few different ones where a dictionary is wanted. */
function randomColumns(seed: number) {
  const { uniform, integer } = createRandom(seed);
  const some = (cell: () => unknown, missing: number, distinct: number) => {
    const kinds = Array.from({ length: distinct }, cell);
    return Array.from({ length: ROWS }, () => (uniform() < missing ? null : kinds[integer(distinct)]));
  };
  const cellOf = {
    FLOAT: () => Math.fround(uniform() * 10 - 5),
    DOUBLE: () => uniform() * 1e3,
    INT32: () => integer(2 ** 31) - 2 ** 30,
    INT64: () => BigInt(Math.floor(uniform() * 2 ** 53)) * (uniform() < 0.5 ? 1n : -1n),
  };
  const encodings = [undefined, "PLAIN", "BYTE_STREAM_SPLIT", "DELTA_BINARY_PACKED"] as const;
  return Object.entries(cellOf).flatMap(([type, cell]) =>
    encodings.flatMap((encoding, at) => {
      const isDelta = encoding === "DELTA_BINARY_PACKED";
      if (isDelta && type !== "INT32") return [];
      const missing = [0, 0.3, 0.9][integer(3)]!;
      const data = some(cell, missing, [1, 2, 9, 200][integer(4)]!);
      return [{ name: `${type}${at}`, type, data, nullable: missing > 0, ...(encoding ? { encoding } : {}) }];
    }),
  );
}

test.each([1, 2, 3, 4])(
  "the numbers of a row group are those that hyparquet reads, in every encoding, with NaN for missing ones (%i)",
  async (seed) => {
    const columnData = randomColumns(seed) as never[];
    const codec = seed % 2 === 0 ? "SNAPPY" : "UNCOMPRESSED";
    // Pages of some ten numbers, one of 7 rows.
    const settings = { columnData, codec, rowGroupSize: [200, ROWS], pageSize: 40 * seed } as const;
    const file = parquetWriteBuffer(settings as never);
    const names = (columnData as { name: string }[]).map(({ name }) => name);
    const parquet = await openParquet("f", "x.parquet", file);
    const expected = await hyparquet.parquetReadObjects({ file });
    // The second time nothing is taken from the limits of the file.
    for (const [group, from, to] of [
      [0, 0, 200],
      [1, 200, ROWS],
      [0, 0, 200],
    ] as const) {
      const columns = await parquet.readGroup("f", group, names);
      names.forEach((name, index) => {
        const cells = expected.slice(from, to).map((row) => Number(row[name] ?? Number.NaN));
        expect([name, ArrayBuffer.isView(columns[index])]).toEqual([name, true]);
        expect([name, Array.from(columns[index] as ArrayLike<number>)]).toEqual([name, cells]);
      });
    }
  },
);

test("lists of numbers are parts of one array; where one is missing, they are what hyparquet reads", async () => {
  const schema = [
    { name: "root", num_children: 1 },
    { name: "v", repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", repetition_type: "OPTIONAL", type: "FLOAT" },
  ];
  const { integer } = createRandom(5);
  const lists = Array.from({ length: 90 }, (_, row) => Array.from({ length: 1 + integer(4) }, (_, at) => row + at / 4));
  const read = async (data: unknown[]) => {
    const columnData = [{ name: "v", data }];
    const file = parquetWriteBuffer({ columnData, schema, rowGroupSize: 60, pageSize: 100 } as never);
    const parquet = await openParquet("f", "x.parquet", file);
    return [await parquet.readGroup("f", 0, ["v"]), await parquet.readGroup("f", 1, ["v"])].map(([cells]) => cells!);
  };
  const [first, second] = (await read(lists)) as [Float32Array[], Float32Array[]];
  expect([...first, ...second].map((list) => Array.from(list))).toEqual(lists);
  expect(first.every(({ buffer }) => buffer === first[0]!.buffer)).toBe(true);
  for (const odd of [[], null, [1, null, 3]]) {
    const [cells] = await read(lists.with(7, odd as number[]));
    expect([cells![7] ?? null, cells![8]]).toEqual([odd, lists[8]]);
  }
});

test("integers that no float holds, days and decimals stay what they are", async () => {
  const columnData = [
    { name: "large", type: "INT64", data: [1n, 2n ** 53n + 1n], nullable: false },
    { name: "day", type: "TIMESTAMP", data: [new Date(0), new Date(86_400_000)], nullable: false },
  ];
  const parquet = await openParquet("f", "x.parquet", parquetWriteBuffer({ columnData } as never));
  const [large, day] = await parquet.readGroup("f", 0, ["large", "day"]);
  expect(Array.from(large!)).toEqual([1n, 2n ** 53n + 1n]);
  expect(Array.from(day!)).toEqual([new Date(0), new Date(86_400_000)]);
});

describe("pages of version 1, which writers of other languages write", () => {
  // A struct of Thrift: kind, decompressed and stored bytes, and for data {values, encoding, two encodings of levels}.
  const header = (kind: number, bytes: number, values: number, encoding: number) => {
    const inner = [0x15, 2 * values, 0x15, 2 * encoding, 0x15, 6, 0x15, 6, 0];
    return [0x15, 2 * kind, 0x15, 2 * bytes, 0x15, 2 * bytes, ...(kind === 0 ? [0x2c] : [0x4c]), ...inner, 0];
  };
  const floats = (...numbers: number[]) => [...new Uint8Array(Float32Array.from(numbers).buffer)];
  const chunk = (bytes: number[], more: Partial<ColumnChunk> = {}): ColumnChunk => ({
    ...{ bytes: Uint8Array.from(bytes), rows: 5, codec: "UNCOMPRESSED", limits: NO_LIMITS, compressors: {} },
    ...{ isFlat: true, isList: false, isAsStored: true, maxDefinition: 1, maxRepetition: 0, type: "FLOAT" },
    ...more,
  });
  // Two bytes of length 4: eight packed levels, 1 0 1 1 0.
  const levels = [2, 0, 0, 0, 3, 0b01101];
  const plain = [...levels, ...floats(1.5, -2, 7)];
  // The entries 1, 0, 1 of two bits, as packed bits.
  const entries = [...levels, 1, 3, 0b101];
  const dictionary = [...header(2, 8, 2, 0), ...floats(4, 5)];
  const NAN = Number.NaN;

  test.each([
    ["in a row", [...header(0, plain.length, 5, 0), ...plain], [1.5, NAN, -2, 7, NAN]],
    ["in a dictionary", [...dictionary, ...header(0, entries.length, 5, 8), ...entries], [5, NAN, 4, 5, NAN]],
  ])("are read %s", (_, bytes, expected) => {
    expect(readNumbers(chunk(bytes))).toEqual(Float32Array.from(expected));
  });

  test.each([
    ["fewer numbers than there should be", chunk([...header(0, plain.length - 4, 5, 0), ...plain.slice(0, -4)])],
    ["an entry that does not exist", chunk([...header(0, entries.length, 5, 8), ...entries])],
    ["fewer rows than the row group", chunk([...header(0, plain.length, 5, 0), ...plain], { rows: 6 })],
  ])("are refused with %s", (_, damaged) => {
    expect(() => readNumbers(damaged)).toThrow(RangeError);
  });

  test("columns of other things are left to others", () => {
    const bytes = [...header(0, plain.length, 5, 0), ...plain];
    for (const more of [{ isAsStored: false }, { isFlat: false }, { type: "BYTE_ARRAY" }]) {
      expect(readNumbers(chunk(bytes, more))).toBeUndefined();
    }
  });
});

test("readRuns(view, start, width, count) reads runs of equal values and packed bits of any width", () => {
  const view = (...bytes: number[]) => new DataView(Uint8Array.from(bytes).buffer);
  expect([...readRuns(view(10, 1, 3, 0b110), 0, 1, 8)]).toEqual([1, 1, 1, 1, 1, 0, 1, 1]);
  const { integer } = createRandom(1);
  for (let width = 1; width <= 24; width++) {
    const values = Array.from({ length: 16 }, () => integer(2 ** width));
    const bits = values.flatMap((value) => Array.from({ length: width }, (_, bit) => (value >>> bit) & 1));
    const bytes = Array.from({ length: 2 * width }, (_, at) => {
      return bits.slice(8 * at, 8 * at + 8).reduce((byte, bit, index) => byte | (bit << index), 0);
    });
    expect([...readRuns(view(5, ...bytes), 0, width, 13)]).toEqual(values.slice(0, 13));
    expect(() => readRuns(view(5, ...bytes.slice(0, width)), 0, width, 13)).toThrow(RangeError);
  }
});
