import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsv } from "../src/read-csv.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("readCsv(input)", () => {
  test("finds delimiter and header, and numbers rows as the file has them", () => {
    expect(readCsv(bytes("\ufeffname;size\r\nann;1\r\n\r\nbob;2\r\n"), { source: "people.csv" })).toEqual({
      source: "people.csv",
      names: ["name", "size"],
      columns: [
        ["ann", "bob"],
        ["1", "2"],
      ],
      rowNumbers: Int32Array.of(2, 4),
    });
    expect(readCsv("T,2,8\nI,5,12\n")).toMatchObject({
      names: ["column 1", "column 2", "column 3"],
      rowNumbers: Int32Array.of(1, 2),
    });
    expect(readCsv("a\ta\nb\tc\n").names).toEqual(["column 1", "column 2"]);
  });

  test("takes a header, names and a delimiter that it is told", () => {
    expect(readCsv("2019,2020\n1,2\n", { header: true })).toMatchObject({
      names: ["2019", "2020"],
      columns: [["1"], ["2"]],
    });
    expect(readCsv("a,b\n", { header: false }).columns).toEqual([["a"], ["b"]]);
    expect(readCsv("a,b\n1,2\n", { header: ["x", "y"] })).toMatchObject({
      names: ["x", "y"],
      columns: [
        ["a", "1"],
        ["b", "2"],
      ],
    });
    expect(readCsv("a,1|b\nc,2|d\n", { delimiter: "|" }).columns).toEqual([["c,2"], ["d"]]);
  });

  test("gives back any cells that were written by RFC 4180", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "é", "1") });
    const rows = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
      );
    fc.assert(
      fc.property(rows, (table) => {
        const written = table.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join("\n");
        const { columns } = readCsv(written, { header: false, delimiter: "," });
        expect(columns).toEqual(table[0]!.map((_, index) => table.map((row) => row[index])));
      }),
      { seed: 1 },
    );
  });

  test.each<[string | Uint8Array, object, string]>([
    ["a,b\n1,2,3\n", {}, "csv: row 2 has 3 cells, not 2; mend the file, or name another delimiter"],
    ["a,b\n\n1\n", { source: "x.csv" }, "x.csv: row 3 has 1 cells, not 2; mend the file, or name another delimiter"],
    ['a,b\n1,"2\n', {}, "csv: row 2: quoted field unterminated; mend the file"],
    ["a,a\n1,2\n", { header: true }, 'csv has two columns "a"; name them by an option, or in the file'],
    ["", {}, "csv has no columns"],
    ["a,__proto__\n1,2\n", {}, 'csv has a column "__proto__"; give it another name'],
    [Uint8Array.of(0xff, 0xfe, 0x41), {}, "csv is not text in UTF-8; convert it"],
    ["a,b\n", { delimiter: "::" }, 'delimiter must be one character, got "::"'],
  ])("refuses %j", (input, options, message) => {
    expect(() => readCsv(input, options)).toThrow(`readCsv: ${message}`);
  });
});

test("readCsv refuses more cells than fit the memory, before it makes them", () => {
  expect(() => readCsv(",".repeat(2 ** 26 + 1), { delimiter: "," })).toThrow(
    "readCsv: csv has 67108865 cells, more than 67108864; split it, or use Parquet",
  );
});
