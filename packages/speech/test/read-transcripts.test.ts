import { expect, test } from "vitest";
import { readTranscripts } from "../src/index.ts";

test("readTranscripts(text) has the words of each utterance by its id", () => {
  const text = "<s> ENTER  SIX </s> (an1-fash-b)\r\n\nNO (an2)\n</s> <s> (an3)\n";
  expect([...readTranscripts(text)]).toEqual([
    ["an1-fash-b", ["ENTER", "SIX"]],
    ["an2", ["NO"]],
    ["an3", []],
  ]);
});

test.each([
  ["A (1)\nNO", 'transcripts, line 2: "NO" has no id in parentheses at its end'],
  ["A (1)\nNO (1)", 'transcripts, line 2: "NO (1)" has an id that is there already'],
])("readTranscripts(%j) is refused", (text, message) => {
  expect(() => readTranscripts(text)).toThrow(`readTranscripts: ${message}`);
});
