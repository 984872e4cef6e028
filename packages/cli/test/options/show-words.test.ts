import { expect, test } from "vitest";
import { showWords } from "../../src/options/show-words.ts";

test.each([
  [4, "4"],
  ["mnist", "mnist"],
  [null, "null"],
  [[1, 2, 3], "1,2,3"],
  [{ kind: "mlp", hidden: [8, 4] }, "mlp:8,4"],
  [{ kind: "mlp", hidden: [] }, "mlp:"],
  [{ kind: "cnn", filters: [8], hidden: [] }, "cnn:8"],
  [{ kind: "cnn", filters: [8, 16], hidden: [32] }, "cnn:8,16:32"],
  [{ kind: "file", path: "models/big" }, "models/big"],
  [{ kind: "external", from: "cmd: python3 teacher.py" }, "cmd: python3 teacher.py"],
])("%j is typed as %s", (value, words) => {
  expect(showWords(value)).toBe(words);
});
