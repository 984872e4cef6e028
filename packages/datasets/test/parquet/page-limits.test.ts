import { describe, expect, test } from "vitest";
import { fileLimits } from "../../src/internal/file-limits.ts";
import { checkRuns } from "../../src/parquet/internal/check-runs.ts";
import { compressorsFor } from "../../src/parquet/internal/compressors-for.ts";
import { checkDeltaHead, readDeltaNumbers } from "../../src/parquet/internal/delta-numbers.ts";
import { readPageHeader } from "../../src/parquet/internal/page-header.ts";
import { readThriftFields } from "../../src/parquet/internal/thrift-fields.ts";

const view = (...bytes: number[]) => new DataView(Uint8Array.from(bytes).buffer);

describe("checkRuns(view, start, width, count)", () => {
  test("counts a value in runs of equal ones and of packed bits", () => {
    // Five ones; then eight packed bits, of which three are wanted: 0, 1, 1.
    expect(checkRuns(view(10, 1, 3, 0b110), 0, 1, 8, 1)).toBe(7);
    // Two bits each: 3, 2, 1, 0, 3, 3, 3, 3.
    expect(checkRuns(view(3, 0b00011011, 0b11111111), 0, 2, 8, 3)).toBe(5);
  });

  test("refuses runs that are longer than what is wanted, or than the bytes", () => {
    expect(() => checkRuns(view(0xfe, 0xff, 0xff, 0xff, 0x0f, 1), 0, 1, 8)).toThrow(
      "a run that is longer than its page",
    );
    expect(() => checkRuns(view(2, 1), 0, 1, 8)).toThrow(RangeError);
    expect(() => checkRuns(view(0x80, 0x80, 0x80, 0x80, 0x80, 0), 0, 1, 8)).toThrow("a length that is too long");
    expect(() => checkRuns(view(2, 1), 0, 33, 1)).toThrow("values of 33 bits");
  });
});

describe("numbers in the delta encoding", () => {
  // Blocks of 128 numbers in 4 parts, 5 numbers from 7 on; the least difference is 1, and all are.
  const equal = view(0x80, 0x01, 4, 5, 14, 2, 0, 0, 0, 0);
  // The same with differences 1 to 4: two bits for what is above 1.
  const rising = view(0x80, 0x01, 4, 5, 14, 2, 2, 0, 0, 0, 0b11100100, 0, 0, 0, 0, 0, 0, 0);

  test("readDeltaNumbers(view, start, count) reads them, and says where they end", () => {
    expect(readDeltaNumbers(equal, 0, 5)).toEqual({ numbers: Int32Array.of(7, 8, 9, 10, 11), end: 10 });
    expect(readDeltaNumbers(rising, 0, 5)).toEqual({ numbers: Int32Array.of(7, 8, 10, 13, 17), end: 18 });
  });

  test.each([
    ["no size", view(0, 4, 5, 14)],
    ["no parts", view(0x80, 0x01, 0, 5, 14)],
    ["parts that do not divide", view(100, 3, 5, 14)],
    ["more parts than bytes", view(0x80, 0x80, 0x80, 0x01, 0x80, 0x80, 0x01, 5, 14)],
  ])("blocks of %s are refused", (_, bytes) => {
    expect(() => checkDeltaHead(bytes, 0)).toThrow(RangeError);
  });
});

test("readThriftFields(view, start) reads numbers, truths and inner structs, and passes over the rest", () => {
  const { fields, end } = readThriftFields(
    view(0x15, 3, 0x11, 0x18, 2, 9, 9, 0x1c, 0x25, 1, 0, 0x19, 0x25, 2, 4, 0),
    0,
  );
  expect(end).toBe(16);
  expect([...fields]).toEqual([
    [1, -2],
    [2, true],
    [3, null],
    [4, new Map([[2, -1]])],
    [5, null],
  ]);
});

test.each([
  ["that does not end", view(0x15, 3)],
  ["of an unknown type", view(0x1b, 0)],
  ["that is nested deeply", view(...Array(20).fill(0x1c))],
  ["with a text that is longer than the bytes", view(0x18, 0x7f, 0)],
  ["with a number that does not end", view(0x15, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80)],
])("readThriftFields(view, start) refuses a struct %s", (_, bytes) => {
  expect(() => readThriftFields(bytes, 0)).toThrow();
});

describe("readPageHeader(view, start)", () => {
  // A data page of version 1: kind 0, 4 bytes, 4 bytes, {2 values, encoding 0}.
  const page = [0x15, 0, 0x15, 8, 0x15, 8, 0x2c, 0x15, 4, 0x15, 0, 0, 0];

  test("reads the description of a page", () => {
    const { header, end } = readPageHeader(view(...page, 1, 2, 3, 4), 0);
    expect(end).toBe(page.length);
    expect(header).toMatchObject({ kind: "data", storedBytes: 4, wholeBytes: 4, valueCount: 2, encoding: "PLAIN" });
  });

  test("refuses a page that is longer than the bytes, or of which counts are missing or negative", () => {
    expect(() => readPageHeader(view(...page, 1, 2, 3), 0)).toThrow("a page that is longer than the bytes");
    expect(() => readPageHeader(view(0x15, 2, 0), 0)).toThrow("a page of an unknown kind");
    const negative = page.with(8, 3);
    expect(() => readPageHeader(view(...negative, 1, 2, 3, 4), 0)).toThrow("a page without a number of values");
    // Without its length in the file.
    expect(() => readPageHeader(view(0x15, 0, 0x15, 8, 0x3c, 0x15, 4, 0x15, 0, 0, 0), 0)).toThrow(
      "a page without a length",
    );
  });
});

test("fileLimits(length) lets a file stand for as much as it may, and no more", () => {
  const limits = fileLimits(10);
  limits.take("cells", 2 ** 22);
  expect(() => limits.take("cells", 1)).toThrow("more cells than 10 bytes may stand for");
  expect(() => limits.take("bytes", 2 ** 26 + 1)).toThrow("more bytes than 10 bytes may stand for");
});

test("compressorsFor decompresses Zstandard into as many bytes as are said, and no more", async () => {
  const columns = [{ meta_data: { codec: "ZSTD" } }] as never;
  const { ZSTD } = await compressorsFor("f", await import("hyparquet"), { row_groups: [{ columns }] } as never);
  // One block of 7 equal bytes, in a frame that says so.
  const frame = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x20, 7, 0x3b, 0, 0, 65);
  expect(new TextDecoder().decode(ZSTD!(frame, 7))).toBe("AAAAAAA");
  expect(ZSTD!(frame, 3).length).toBe(3);
});
