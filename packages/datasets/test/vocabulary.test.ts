import { expect, test } from "vitest";
import {
  category,
  columnOf,
  counts,
  createDataset,
  inputShape,
  selectRows,
  vocabulary,
  withTransform,
  words,
} from "../src/index.ts";

const texts = ["c b a", "c b", "d", "c"];
const all = createDataset({ columns: { text: columnOf(texts, words()) } });

test("vocabulary has the texts of the view, the most frequent first, equal ones by code units", () => {
  expect(vocabulary(all)).toEqual({ kind: "vocabulary", version: 1, values: ["c", "b", "a", "d"] });
  expect(vocabulary(selectRows(all, [2, 1])).values).toEqual(["b", "c", "d"]);
  expect(vocabulary(selectRows(all, [2, 1, 2])).values).toEqual(["d", "b", "c"]);
});

test("vocabulary can be cut by size and by count", () => {
  expect(vocabulary(all, { size: 3 }).values).toEqual(["c", "b", "a"]);
  expect(vocabulary(all, { minCount: 2 }).values).toEqual(["c", "b"]);
  expect(vocabulary(selectRows(all, [])).values).toEqual([]);
});

test("vocabulary of categories, counted, is a one-hot row with a place for what is not known", () => {
  const colours = createDataset({ columns: { colour: columnOf(["red", "blue", "red"], category()) } });
  const known = vocabulary(selectRows(colours, [0]));
  const shown = withTransform(withTransform(colours, known), counts({ size: 2 }));
  expect(inputShape(shown)).toEqual([2]);
});

test("vocabulary needs texts that nothing was done to", () => {
  const plain = createDataset({ columns: { x: { values: new Int32Array(1), shape: [1] } } });
  expect(() => vocabulary(plain)).toThrow(
    "vocabulary: columns.x must hold texts that nothing was done to, got numbers that stand for nothing",
  );
  expect(() => vocabulary(withTransform(all, vocabulary(all)))).toThrow(
    "vocabulary: columns.text must hold texts that nothing was done to, got transforms",
  );
  expect(() => vocabulary(all, { size: 0 })).toThrow("vocabulary: size must be an integer, at least 1, got 0");
  expect(() => vocabulary(all, { column: "words" })).toThrow('vocabulary: column must be one of text, got "words"');
  const two = createDataset({ columns: { ...all.columns, more: all.columns.text! } });
  expect(() => vocabulary(two)).toThrow("vocabulary: column must be one of text, more, got undefined");
  expect(vocabulary(two, { column: "more" }).values).toHaveLength(4);
});
