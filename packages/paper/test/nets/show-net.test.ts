import { expect, test } from "vitest";
import { createNetSchema } from "../../src/nets/net-spec.ts";
import { parseNet } from "../../src/nets/parse-net.ts";
import { showNet } from "../../src/nets/show-net.ts";
import { parseSpec } from "../../src/spec/parse-spec.ts";

test.each(["mlp:800,400", "cnn:16", "cnn:16:64", "embedding:8:4,2", "gru:32", "lstm:32,16:8", "a/model.json"])(
  "%s is read as it is shown",
  (words) => {
    expect(showNet(parseSpec(createNetSchema(), { epochs: 1, ...parseNet(words) }))).toBe(words);
  },
);

test("a teacher from elsewhere is shown by its name", () => {
  expect(showNet({ kind: "external", from: "teacher.onnx" })).toBe("teacher.onnx");
});
