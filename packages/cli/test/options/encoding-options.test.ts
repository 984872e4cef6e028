import { Command } from "commander";
import { expect, test } from "vitest";
import { addEncodingOptions, type EncodingFlags, encodingOf } from "../../src/options/encoding-options.ts";

function parse(...words: string[]) {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  addEncodingOptions(command);
  return encodingOf(command.parse(words, { from: "user" }).opts<EncodingFlags>());
}

test.each([
  [[], { kind: "dense", dtype: "float32" }],
  [["--type", "float16"], { kind: "dense", dtype: "float16" }],
  [["--top-k", "5"], { kind: "top-k", dtype: "float32", k: 5 }],
  [["--top-k", "5", "--type", "float16"], { kind: "top-k", dtype: "float16", k: 5 }],
])("the words %j are an encoding", (words, encoding) => {
  expect(parse(...words)).toEqual(encoding);
});

test.each([
  ["--type", "int8"],
  ["--top-k", "0"],
  ["--top-k", "some"],
])("%s %s is refused", (...words) => {
  expect(() => parse(...words)).toThrow(words[0]);
});
