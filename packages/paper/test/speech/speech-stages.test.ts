import { expect, test } from "vitest";
import { speechNets } from "../../src/speech/speech-nets.ts";
import { resolveSpeechSpec } from "../../src/speech/speech-spec.ts";
import { speechStages } from "../../src/speech/speech-stages.ts";

const spec = resolveSpeechSpec({ members: [3, 4], seeds: [5], temperature: 3, hardWeight: 0.2 });

test("the ensemble waits for its members, what is distilled waits for the ensemble, and all have their words", () => {
  expect(speechStages(spec).map(({ name, needs }) => [name, needs])).toEqual([
    ["single-3", []],
    ["single-4", []],
    ["ensemble", ["single-3", "single-4"]],
    ["distilled-5", ["ensemble"]],
    ...["ensemble", "single-3", "single-4", "distilled-5"].map((name) => [`words-${name}`, [name]]),
  ]);
});

test("the distilled net differs from a member in its soft targets and its seed only", () => {
  const [one, other, distilled] = speechNets(spec).map(({ input }) => input);
  expect(other).toEqual({ ...one, seed: 4 });
  const soft = { loss: "distillation", temperature: 3, hardWeight: 0.2, targets: "recorded" };
  expect(distilled).toEqual({ ...one, seed: 5, soft });
});
