import { expect, test } from "vitest";
import { type NgramModel, ngramLogProb } from "../src/index.ts";
import { someLanguage } from "./some-language.ts";

/** Katz's definition, from the longest history to none. */
function probOf(model: NgramModel, history: readonly string[], word: string): number {
  const entry = model.entries.get([...history, word].join(" "));
  if (entry) return Math.exp(entry.logProb);
  if (history.length === 0) return 0;
  const backOff = model.entries.get(history.join(" "));
  return (backOff ? Math.exp(backOff.backOffLogProb) : 1) * probOf(model, history.slice(1), word);
}

test.each([1, 2, 3])("ngramLogProb(model, history, word) is Katz's definition, order %i", (order) => {
  const words = ["A", "B"];
  const model = someLanguage(order, words, order);
  const histories = [[], ["<s>"], ["A"], ["<s>", "A"], ["A", "B"], ["B", "B", "A"], ["<s>", "B", "A", "A"]];
  for (const history of histories) {
    for (const word of [...words, "</s>"]) {
      const known = order === 1 ? [] : history.slice(-(order - 1));
      expect(ngramLogProb(model, history, word)).toBeAllClose(Math.log(probOf(model, known, word)), { rtol: 1e-10 });
    }
  }
});

test("a word that is not listed is <unk>, in the history too, or impossible", () => {
  const model = someLanguage(2, ["A", "<unk>"], 4);
  expect(ngramLogProb(model, ["A"], "X")).toBe(ngramLogProb(model, ["A"], "<unk>"));
  expect(ngramLogProb(model, ["X"], "A")).toBe(ngramLogProb(model, ["<unk>"], "A"));
  expect(ngramLogProb(someLanguage(2, ["A"], 4), ["A"], "X")).toBe(-Infinity);
});
