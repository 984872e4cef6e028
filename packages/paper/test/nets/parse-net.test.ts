import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { parseNet } from "../../src/nets/parse-net.ts";

test.each([
  ["800,400", { kind: "mlp", hidden: [800, 400] }],
  ["mlp:", { kind: "mlp", hidden: [] }],
  ["cnn:16:64,32", { kind: "cnn", filters: [16], hidden: [64, 32] }],
  ["embedding:32:64", { kind: "embedding", units: 32, hidden: [64] }],
  ["gru:32", { kind: "gru", recurrent: [32] }],
  ["lstm:32,16:8", { kind: "lstm", recurrent: [32, 16], hidden: [8] }],
  ["cmd: python3 teacher.py", { kind: "external", from: "cmd: python3 teacher.py" }],
  ["models/model.json", { kind: "file", path: "models/model.json" }],
])("%s", (words, net) => {
  expect(parseNet(words)).toEqual(net);
});

test("a directory that is there is a net from a file; anything else is none", () => {
  const directory = mkdtempSync(`${tmpdir()}/`);
  expect(parseNet(directory)).toEqual({ kind: "file", path: directory });
  for (const words of ["gru:", "gru:3:", "rnn:3", "8,", "8x8", "", "nowhere"]) expect(parseNet(words)).toBeUndefined();
});
