import { expect, test } from "vitest";
import { readArpa } from "../src/index.ts";

const lines = ["\\data\\", "ngram 1=3", "ngram 2=1", "", "\\1-grams:", "-99 <s> -0.5", "-1.0 </s>", "-0.5\tYES\t-0.25"];
const model = [...lines, "", "\\2-grams:", "-0.125 <s> YES", "\\end\\"];

test("readArpa(text) has every n-gram in natural logarithms, and reads past an introduction in the words of the format", () => {
  const introduction = ["A model. Its data begins with \\data\\", "\\1-grams:", "p_1 wd_1"];
  const { order, entries } = readArpa([...introduction, ...model, "trailing"].join("\r\n"));
  expect(order).toBe(2);
  expect([...entries.keys()]).toEqual(["<s>", "</s>", "YES", "<s> YES"]);
  expect(entries.get("<s>")!.logProb).toBe(-Infinity);
  expect(entries.get("<s>")!.backOffLogProb).toBeAllClose(-0.5 * Math.log(10));
  expect(entries.get("YES")!.logProb).toBeAllClose(-0.5 * Math.log(10));
  expect(entries.get("</s>")!.backOffLogProb).toBe(0);
  expect(entries.get("<s> YES")).toEqual({ logProb: expect.closeTo(-0.125 * Math.log(10), 12), backOffLogProb: 0 });
});

const without = (index: number, ...others: string[]) => model.toSpliced(index, 1, ...others).join("\n");

test.each([
  ["", "a.lm has no line \\data\\; it is no ARPA language model"],
  [model.slice(0, -1).join("\n"), "a.lm is truncated: it has no line \\end\\"],
  [without(7), "a.lm, line 9: expected 3 1-grams before, found 2"],
  [without(9), 'a.lm, line 10: "-0.125 <s> YES" is no 1-gram'],
  [without(2), 'a.lm, line 5: "-99 <s> -0.5" is no 1-gram'],
  [without(9, "\\3-grams:"), 'a.lm, line 10: did not expect "\\\\3-grams:" here'],
  [without(11, "\\3-grams:"), 'a.lm, line 12: did not expect "\\\\3-grams:" here'],
  [without(1, "ngram 2=3"), "a.lm, line 2: expected the number of 1-grams"],
  [without(1, "three"), 'a.lm, line 2: "three" is no number of n-grams'],
  [without(6, "0.5 </s>"), 'a.lm, line 7: "0.5 </s>" is no 1-gram'],
  [without(6, "-1 YES"), 'a.lm, line 8: "YES" is there already'],
  [without(10, "-0.125 <s> YES -1"), 'a.lm, line 11: "-0.125 <s> YES -1" is no 2-gram'],
  ["\\data\\\n\\end\\", 'a.lm, line 2: did not expect "\\\\end\\\\" here'],
])("a damaged file is refused: %j", (text, message) => {
  expect(() => readArpa(text, { source: "a.lm" })).toThrow(`readArpa: ${message}`);
});
