import { expect, test } from "vitest";
import { readPronunciations } from "../src/index.ts";

test("readPronunciations(text) keeps words in order, with their variants, between comments", () => {
  const text = ";;; comment\n# another\nTHE  DH AH\r\n\nTHE(2)\tDH IY\nA(B) EY\n'BOUT B AW T\n";
  expect([...readPronunciations(text)]).toEqual([
    [
      "THE",
      [
        ["DH", "AH"],
        ["DH", "IY"],
      ],
    ],
    ["A(B)", [["EY"]]],
    ["'BOUT", [["B", "AW", "T"]]],
  ]);
  expect(readPronunciations("").size).toBe(0);
});

test.each([
  ["NO N OW\nA\n", 'd.dic, line 2: "A" has no phones'],
  ["A(2) EY", 'd.dic, line 1: "A(2) EY" comes before "A" itself'],
  ["A AH\nA EY", 'd.dic, line 2: "A EY" is there already; number the variants, as in A(2)'],
  ["A AH\nA(2)  AH", 'd.dic, line 2: "A(2)  AH" is there already'],
])("readPronunciations(%j) is refused", (text, message) => {
  expect(() => readPronunciations(text, { source: "d.dic" })).toThrow(`readPronunciations: ${message}`);
});
