import { expect, test } from "vitest";
import { createTeacherSchema, isExternal } from "../../src/nets/teacher-spec.ts";
import { parseSpec } from "../../src/spec/parse-spec.ts";

const parse = (given: unknown) => parseSpec(createTeacherSchema(), given);

test("a teacher is a net or one from elsewhere, which has no training", () => {
  const net = parse({ hidden: [4], epochs: 1 });
  expect([net.kind, isExternal(net)]).toEqual(["mlp", false]);
  const command = { kind: "external", from: "cmd: python3 teacher.py --top 5?" };
  expect(parse(command)).toEqual(command);
  expect(isExternal(parse(command))).toBe(true);
  const file = { kind: "external", from: "big.onnx", fingerprint: "ab" };
  expect(parse(file)).toEqual(file);
});

test("the query of an address, which may hold a secret, is not kept", () => {
  expect(parse({ kind: "external", from: "https://a.example/predict?key=secret#x" })).toEqual({
    kind: "external",
    from: "https://a.example/predict",
  });
});

test.each([
  [
    { kind: "external", from: "teacher.py" },
    'spec: from must be "cmd: COMMAND", an http(s) address, a path that ends in .onnx or a directory of soft targets, got "teacher.py"',
  ],
  [{ kind: "external" }, "spec: from must be a string, got nothing"],
  [{ kind: "external", from: "a.onnx", epochs: 3 }, "spec: epochs is not a field, got 3"],
])("%o is refused", (given, message) => {
  expect(() => parse(given)).toThrow(message);
});
