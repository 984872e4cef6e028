import { expect, test } from "vitest";
import { speechNets } from "../../src/speech/speech-nets.ts";
import { resolveSpeechSpec } from "../../src/speech/speech-spec.ts";
import { speechStages } from "../../src/speech/speech-stages.ts";

const spec = resolveSpeechSpec({ members: [3, 4], seeds: [5], controls: [6], temperature: 3, hardWeight: 0.2 });

test("the ensemble waits for its members, what is distilled waits for the ensemble, and all have their words", () => {
  expect(speechStages(spec).map(({ name, needs }) => [name, needs])).toEqual([
    ["single-3", []],
    ["single-4", []],
    ["undropped-6", []],
    ["ensemble", ["single-3", "single-4"]],
    ["distilled-5", ["ensemble"]],
    ...["ensemble", "single-3", "single-4", "undropped-6", "distilled-5"].map((name) => [`words-${name}`, [name]]),
  ]);
});

test("the distilled net differs from a member in its soft targets, its seed and its dropout only", () => {
  const [one, other, control, distilled] = speechNets(spec).map(({ input }) => input);
  expect(other).toEqual({ ...one, seed: 4 });
  const soft = { loss: "distillation", temperature: 3, hardWeight: 0.2, targets: "recorded" };
  expect(distilled).toEqual({ ...one, net: control!.net, seed: 5, soft });
  expect(control).toEqual({ ...one, net: { ...one!.net, dropout: 0 }, seed: 6, isKept: false });
});

test("what nets make of speakers that they have not heard waits for the nets of all folds, and for the decoding", () => {
  const leftOut = { folds: 2, members: [1], seeds: [2] };
  const digits = { tables: ["speakers"], candidates: [], leftOut };
  const stages = speechStages(
    resolveSpeechSpec({ dataset: "digits", data: { path: "fsdd" }, members: [7], net: { dropout: 0 } }, { digits }),
  );
  const needs = new Map(stages.map((stage) => [stage.name, stage.needs]));
  expect(needs.get("left-distilled-2")).toEqual(["left-0-distilled-2", "left-1-distilled-2", "decoding"]);
  expect(needs.get("left-1-distilled-2")).toEqual(["left-1-ensemble-1"]);
  expect(needs.get("left-1-ensemble-1")).toEqual(["left-1-single-1"]);
  expect(needs.get("decoding")).toEqual(["single-7"]);
  expect([...needs.keys()].filter((name) => name.includes("undropped"))).toEqual([]);
});
