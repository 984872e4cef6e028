import { expect, test } from "vitest";
import { writeRows } from "../../src/terminal/write-rows.ts";
import { TextStream } from "../fixtures/text-stream.ts";

const ROWS = [
  { file: "a.csv", class: 'so "called"' },
  { file: "longer, name.csv", class: "b" },
];

function written(isTTY: boolean, isJson?: boolean): string {
  const stream = new TextStream(isTTY);
  writeRows(stream, ROWS, isJson);
  return stream.text;
}

test("rows are a table on a terminal, comma-separated values in a pipe, and JSON lines when asked for", () => {
  expect(written(true)).toBe('file              class\na.csv             so "called"\nlonger, name.csv  b\n');
  expect(written(false)).toBe('file,class\na.csv,"so ""called"""\n"longer, name.csv",b\n');
  expect(written(true, true)).toBe(ROWS.map((row) => `${JSON.stringify(row)}\n`).join(""));
});
