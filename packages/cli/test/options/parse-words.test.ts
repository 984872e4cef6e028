import { distill, type SpecOption } from "@dark-knowledge/paper";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { parseWords } from "../../src/options/parse-words.ts";
import { showWords } from "../../src/options/show-words.ts";

const inside = useTemporaryDirectory();
const option = (name: string): SpecOption => distill.options.find((one) => one.name === name)!;
const parse = (name: string, words: string) => parseWords(option(name), words, distill.schema());

test.each([
  ["temperature", "2.5", 2.5],
  ["temperature", "1e1", 10],
  ["temperature", "warm", "warm"],
  ["temperature", "", ""],
  ["epochs", "12", 12],
  ["dataset", "mnist", "mnist"],
  ["omit", "3, 5", [3, 5]],
  ["omit", "3,x", [3, "x"]],
  ["seeds", "3", [1, 2, 3]],
  ["seeds", "11,12", [11, 12]],
  ["teacher", "800,400", { kind: "mlp", hidden: [800, 400] }],
  ["teacher", "mlp:800", { kind: "mlp", hidden: [800] }],
  ["teacher", "mlp:", { kind: "mlp", hidden: [] }],
  ["teacher", "cnn:16,32", { kind: "cnn", filters: [16, 32] }],
  ["teacher", "cnn:16:64,32", { kind: "cnn", filters: [16], hidden: [64, 32] }],
  ["teacher", "embedding:32", { kind: "embedding", units: 32 }],
  ["teacher", "embedding:32:64", { kind: "embedding", units: 32, hidden: [64] }],
  ["student", "gru:32", { kind: "gru", recurrent: [32] }],
  ["teacher", "cmd: python3 teacher.py", { kind: "external", from: "cmd: python3 teacher.py" }],
  ["teacher", "https://a.example/predict", { kind: "external", from: "https://a.example/predict" }],
  ["teacher", "models/big.onnx", { kind: "external", from: "models/big.onnx" }],
  ["teacher", "models/model.json", { kind: "file", path: "models/model.json" }],
])("--%s %s", (name, words, value) => {
  expect(parse(name, words)).toEqual(value);
});

test("a directory that is there is a net from a file; anything else is none", () => {
  expect(parse("teacher", inside())).toEqual({ kind: "file", path: inside() });
  for (const words of ["cnn:", "rnn:3", "8,", ",8", "8x8", "", "nowhere"]) {
    expect(() => parse("teacher", words)).toThrow(
      `--teacher must be a net such as 800,800, cnn:16,32, embedding:32, gru:32 or a model.json, or FILE.onnx, an http(s) address, "cmd: COMMAND" or a directory of soft targets, got ${words}`,
    );
    expect(() => parse("student", words)).toThrow(
      `--student must be a net such as 800,800, cnn:16,32, embedding:32, gru:32 or a model.json, got ${words}`,
    );
  }
});

test.each(["mlp:800,400", "cnn:16", "cnn:16:64", "embedding:8", "embedding:8:4,2"])(
  "%s is read as it is shown",
  (words) => {
    expect(showWords({ hidden: [], ...(parse("teacher", words) as object) })).toBe(words);
  },
);
