import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markdownTable, type Table } from "../src/index.ts";

const TABLE: Table = {
  title: "Result",
  columns: [
    { title: "net", isText: true },
    { title: "test errors", short: "errors" },
    { title: "gap closed" },
    { title: "NLL" },
    { title: "agreement with teacher", short: "agreement" },
    { title: "parameters" },
    { title: "seconds" },
  ],
  rows: [
    { cells: ["teacher", "35", "–", "0.0608", "–", "837,610", "61.6"] },
    { cells: ["student, hard labels", "116.0 ± 6.6", "–", "0.2802 ± 0.0173", "94.33 ± 0.32 %", "24,790", "9.8"] },
    { cells: ["student, distilled", "72.0 ± 1.0", "54 %", "0.1246 ± 0.0034", "96.27 ± 0.05 %", "24,790", "9.7"] },
  ],
};
const lines = (width?: number) => markdownTable(TABLE, width === undefined ? {} : { width }).split("\n");

describe("markdownTable(table)", () => {
  it("is a GitHub table whose lines have one width", () => {
    expect(lines()).toEqual([
      "| net                  | test errors | gap closed |             NLL | agreement with teacher | parameters | seconds |",
      "| :------------------- | ----------: | ---------: | --------------: | ---------------------: | ---------: | ------: |",
      "| teacher              |          35 |          – |          0.0608 |                      – |    837,610 |    61.6 |",
      "| student, hard labels | 116.0 ± 6.6 |          – | 0.2802 ± 0.0173 |         94.33 ± 0.32 % |     24,790 |     9.8 |",
      "| student, distilled   |  72.0 ± 1.0 |       54 % | 0.1246 ± 0.0034 |         96.27 ± 0.05 % |     24,790 |     9.7 |",
    ]);
  });

  it("keeps bars, line breaks and back quotes in their cells", () => {
    const table: Table = {
      ...{ title: "", columns: [{ title: "a|b" }, { title: "classes", isText: true }] },
      rows: [{ cells: ["a|b\\\nc", { codes: ["|", "`", "x", "a`b"] }] }],
    };
    expect(markdownTable(table).split("\n")).toEqual([
      "|     a\\|b | classes                  |",
      "| -------: | :----------------------- |",
      "| a\\|b\\\\ c | `\\|` `` ` `` `x` ``a`b`` |",
    ]);
  });
});

describe("markdownTable(table, { width })", () => {
  it("has short titles where they suffice", () => {
    expect(lines(110)[0]).toBe(
      "| net                  |      errors | gap closed |             NLL |      agreement | parameters | seconds |",
    );
    expect(lines(110)).toHaveLength(5);
    expect(lines(118)).toEqual(lines());
  });

  it("drops columns from the end, and says which", () => {
    expect(lines(80)).toEqual([
      "| net                  |      errors | gap closed |             NLL |",
      "| :------------------- | ----------: | ---------: | --------------: |",
      "| teacher              |          35 |          – |          0.0608 |",
      "| student, hard labels | 116.0 ± 6.6 |          – | 0.2802 ± 0.0173 |",
      "| student, distilled   |  72.0 ± 1.0 |       54 % | 0.1246 ± 0.0034 |",
      "",
      "No room for: agreement with teacher, parameters, seconds.",
    ]);
  });

  it("makes a list of each row where too little would be left, without what says nothing", () => {
    expect(lines(60)).toEqual([
      "- teacher",
      "  - test errors:            35",
      "  - NLL:                    0.0608",
      "  - parameters:             837,610",
      "  - seconds:                61.6",
      "- student, hard labels",
      "  - test errors:            116.0 ± 6.6",
      "  - NLL:                    0.2802 ± 0.0173",
      "  - agreement with teacher: 94.33 ± 0.32 %",
      "  - parameters:             24,790",
      "  - seconds:                9.8",
      "- student, distilled",
      "  - test errors:            72.0 ± 1.0",
      "  - gap closed:             54 %",
      "  - NLL:                    0.1246 ± 0.0034",
      "  - agreement with teacher: 96.27 ± 0.05 %",
      "  - parameters:             24,790",
      "  - seconds:                9.7",
    ]);
  });

  it("is never wider than it is told, whatever the table and the width", () => {
    const word = fc.string({ minLength: 1, maxLength: 14, unit: "grapheme-ascii" });
    const tables = fc.integer({ min: 2, max: 9 }).chain((columns) =>
      fc.record({
        title: word,
        columns: fc.array(fc.record({ title: word }), { minLength: columns, maxLength: columns }),
        rows: fc.array(fc.record({ cells: fc.array(word, { minLength: columns, maxLength: columns }) }), {
          ...{ minLength: 1, maxLength: 4 },
        }),
      }),
    );
    fc.assert(
      fc.property(tables, fc.integer({ min: 70, max: 200 }), (table, width) => {
        for (const line of markdownTable(table, { width }).split("\n")) expect(line.length).toBeLessThanOrEqual(width);
      }),
      { seed: 20150309 },
    );
  });

  it.each([19, 60.5, Number.NaN])("refuses a width of %s", (width) => {
    expect(() => lines(width)).toThrow(`markdownTable: options.width must be an integer, at least 20, got ${width}`);
  });
});
