import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { readParquet } from "../../src/parquet/read-parquet.ts";

const rows = 400;
const columnData = [
  { name: "width", data: Array.from({ length: rows }, (_, row) => (row % 7 === 0 ? null : row / 4)), nullable: true },
  { name: "id", data: Array.from({ length: rows }, (_, row) => row), type: "INT32" as const },
  { name: "colour", data: Array.from({ length: rows }, (_, row) => ["red", "blue", "green"][row % 3]!) },
  { name: "flag", data: Array.from({ length: rows }, (_, row) => row % 2 === 0) },
  { name: "vector", data: Array.from({ length: rows }, (_, row) => [row, row + 1]) },
];
const whole = new Uint8Array(parquetWriteBuffer({ columnData, codec: "UNCOMPRESSED" } as never));

/** Replaces bytes by others; the first place that has them. */
function replaced(from: readonly number[], to: readonly number[], after = 4): Uint8Array {
  const bytes = whole.slice();
  for (let at = after; at < bytes.length; at++) {
    if (!from.every((byte, index) => bytes[at + index] === byte)) continue;
    bytes.set(to, at);
    return bytes;
  }
  throw new Error("not there");
}

describe("a Parquet file of which a few bytes were changed", () => {
  test("is read when nothing was", async () => {
    const { columns, rowNumbers } = await readParquet(whole);
    expect(rowNumbers).toHaveLength(rows);
    expect(columns[4]![3]).toEqual([3, 4]);
    expect(Array.from(columns[2]!).slice(0, 4)).toEqual(["red", "blue", "green", "red"]);
  });

  test("with any byte set to 0, 127 or 255 is read, or refused in one short line, and takes no time and no memory", async () => {
    // Every byte of the heads of pages and of the footer, some of the values.
    const wrong: string[] = [];
    for (let at = 4; at < whole.length; at += at < 200 || at > whole.length - 900 ? 3 : 41) {
      for (const value of [0, 127, 255]) {
        const bytes = whole.slice();
        bytes[at] = value;
        const { message } = await readParquet(bytes).then(
          () => ({ message: "" }),
          (error: Error) => error,
        );
        if (!/^(readParquet: [^\n]{1,400})?$/.test(message)) wrong.push(`${at} = ${value}: ${message}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    // The rows of the file, 400 as a zigzag number, and of its group.
    ["more rows than its groups have", [0x16, 0xa0, 0x06], [0x16, 0xa2, 0x06]],
    // A run of 400 equal levels.
    ["a run that is longer than its page", [0xa0, 0x06], [0xfe, 0xff]],
  ])("is refused for %s", async (_, from, to) => {
    await expect(readParquet(replaced(from, to))).rejects.toThrow(
      /^readParquet: parquet is damaged, or no Parquet file \(/,
    );
  });
});
