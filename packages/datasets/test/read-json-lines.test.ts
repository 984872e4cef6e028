import { expect, test } from "vitest";
import { readJsonLines } from "../src/read-json-lines.ts";

test("readJsonLines has a column for each field of any line", () => {
  expect(readJsonLines('{"a": 1, "b": [1, 2]}\r\n\n{"c": true, "a": null}\n', { source: "x.jsonl" })).toEqual({
    source: "x.jsonl",
    names: ["a", "b", "c"],
    columns: [
      [1, null],
      [[1, 2], undefined],
      [undefined, true],
    ],
    rowNumbers: Int32Array.of(1, 3),
  });
});

test("readJsonLines takes no field from what all objects have", () => {
  expect(readJsonLines('{"toString": 1}\n{}').columns).toEqual([[1, undefined]]);
});

test.each([
  ['{"a": 1}\n[1]', "json lines: row 2 is no object; mend the file"],
  ["5", "json lines: row 1 is no object; mend the file"],
  ["", "json lines has no columns"],
])("readJsonLines refuses %j", (text, message) => {
  expect(() => readJsonLines(text)).toThrow(`readJsonLines: ${message}`);
});

test("readJsonLines refuses lines whose fields no other has, before their cells fill the memory", () => {
  const text = Array.from({ length: 5000 }, (_, index) => `{"${index}":1}`).join("\n");
  expect(() => readJsonLines(text)).toThrow(
    "readJsonLines: json lines would have 25000000 cells, nearly all missing; name fields alike",
  );
});

test("readJsonLines says where JSON is broken", () => {
  expect(() => readJsonLines('{"a": 1}\n{"a": }')).toThrow(
    /^readJsonLines: json lines: row 2 is not JSON \(.+\); mend the file$/,
  );
});
