import { expect, test } from "vitest";
import { regularisedNets, STRENGTHS, triedRegularisers } from "../../src/speech/regularised-nets.ts";
import { resolveSpeechSpec, settingsOf } from "../../src/speech/speech-spec.ts";

/** One strength of each regulariser. */
const GIVEN = {
  softTargets: [{ temperature: 3, hardWeight: 0.1 }],
  mixedTargets: [{ temperature: 4, hardWeight: 0, dropout: 0, mixup: 1 }],
  ...{ smoothing: [0.2], dropout: [0.4], weightDecay: [1e-3], entropyWeight: [0.1], mixup: [0.5] },
};

function planOf(regularisers: object, more = {}) {
  const an4 = { tables: ["regularisers" as const], regularisers };
  const spec = resolveSpeechSpec({ data: { path: "an4" } }, { an4 }, more);
  return { spec, rows: regularisedNets(spec, settingsOf(spec)!), tried: triedRegularisers(spec) };
}

test("nets that see a share of the frames take as many steps as those that see all, in parts that are measured", () => {
  const { spec, rows, tried } = planOf({ ...GIVEN, shares: [0.01, 0.03, 0.3], points: 20, seeds: [2] });
  expect(rows).toHaveLength(3 * 4 + 5);
  expect(tried).toEqual([]);
  for (const { input, how } of rows) {
    const { share, repeat } = input.transferSet!;
    const passes = spec.net.epochs;
    expect(Math.abs(input.net.epochs * share! * repeat! - passes) / passes).toBeLessThan(0.05);
    expect(input.net.epochs).toBeLessThanOrEqual(25);
    expect(how).toBe("as-given");
  }
  const soft = rows.filter(({ input }) => input.soft);
  expect(soft.map(({ needs, names, input }) => [needs, names.teacher!.stage, input.soft!.targets])).toEqual(
    Array.from({ length: 3 }, () => [
      [["answers-2"], "single-2", "recorded"],
      [["single-2"], "single-2", "live"],
    ]).flat(),
  );
});

test("mixtures of frames are answered by the net that saw all, or have the labels of both", () => {
  const { rows } = planOf({ ...GIVEN, shares: [0.03], seeds: [2] });
  const mixed = rows.filter(({ input }) => input.mixup !== undefined);
  expect(mixed.map(({ names, input }) => [names.stage, input.mixup, input.soft, input.net])).toMatchObject([
    ["soft-targets-mixed-frames-0_03-2", 1, { temperature: 4, hardWeight: 0, targets: "live" }, { dropout: 0 }],
    ["mixed-frames-0_03-2", 0.5, undefined, { dropout: 0.2 }],
  ]);
});

test("a regulariser of several strengths is tried with each on the first seed, and the other nets wait for the choice", () => {
  const softTargets = [2, 5].map((temperature) => ({ temperature, hardWeight: 0, dropout: temperature / 10 }));
  const { rows, tried } = planOf({
    ...GIVEN,
    softTargets,
    smoothing: [0.1, 0.2, 0.3],
    shares: [0.03, 0.1],
    seeds: [4, 7],
  });
  expect(tried.map(({ name, stage, labels }) => [name, stage, labels])).toEqual([
    ["soft targets", "choice-soft-targets", ["T = 2, 0 on labels, dropout 0.2", "T = 5, 0 on labels, dropout 0.5"]],
    ["label smoothing", "choice-label-smoothing", ["0.1", "0.2", "0.3"]],
  ]);
  const [soft, smoothed] = tried.map(({ tries }) => tries);
  expect(soft!.map(({ input }) => [input.soft!.temperature, input.net])).toMatchObject([
    [2, { dropout: 0.2 }],
    [5, { dropout: 0.5 }],
  ]);
  expect(smoothed!.map(({ input }) => input.smoothing)).toEqual([0.1, 0.2, 0.3]);
  for (const { names, input, how } of [...soft!, ...smoothed!]) {
    expect(names).toMatchObject({ seed: 4, table: STRENGTHS });
    expect(input).toMatchObject({ seed: 4, transferSet: { share: 0.03 }, isKept: true });
    expect(how).toBe("as-given");
  }
  const needs = new Map(rows.map((row) => [row.names.stage, row.needs]));
  const tries = ["try-soft-targets-1", "try-soft-targets-2"];
  expect(needs.get("soft-targets-0_03-4")).toEqual(["choice-soft-targets", "answers-4", ...tries]);
  expect(needs.get("soft-targets-0_03-7")).toEqual(["choice-soft-targets", "answers-7"]);
  expect(needs.get("soft-targets-0_1-4")).toEqual(["choice-soft-targets", "answers-4"]);
  expect(needs.get("label-smoothing-0_03-7")).toEqual(["choice-label-smoothing"]);
  expect(needs.get("weight-decay-0_03-4")).toEqual([]);
  const late = rows.find(({ names }) => names.stage === "label-smoothing-0_03-7")!;
  expect(late.strengths!.map(({ smoothing }) => smoothing)).toEqual([0.1, 0.2, 0.3]);
});

test("rivals are tried only where they have rows, and nothing without members whose answers are the soft targets", () => {
  const several = { ...GIVEN, smoothing: [0.1, 0.2] };
  expect(planOf({ ...several, shares: [0.1], rivalsAt: 0.03 }).tried).toEqual([]);
  const strangers = planOf({ ...several, seeds: [99] }, { members: [1] });
  expect([strangers.rows, strangers.tried]).toEqual([[], []]);
});
