import { expect, test } from "vitest";
import { resolveSpeechSpec } from "../../src/speech/speech-spec.ts";

test("the settings of soft targets are the paper's, and the small language has fewer nets", () => {
  const spec = resolveSpeechSpec({});
  expect(spec).toMatchObject({ temperature: 2, hardWeight: 0.5, net: { kind: "mlp" } });
  expect(spec.members).toHaveLength(10);
  expect(resolveSpeechSpec({ dataset: "made-up-small" }).members).toHaveLength(3);
});

test.each([
  [{ members: [] }, "spec: members "],
  [{ past: -1 }, "spec: past must be at least 0, got -1"],
  [{ utterances: { test: 0 } }, "spec: utterances.test must be at least 1, got 0"],
  [{ mean: "harmonic" }, "spec: mean "],
  [{ states: { tied: 0 } }, "spec: states"],
])("%o is refused", (given, message) => {
  expect(() => resolveSpeechSpec(given)).toThrow(message);
});
