import { expect, test } from "vitest";
import { candidateNets, speechNets } from "../../src/speech/speech-nets.ts";
import { resolveSpeechSpec } from "../../src/speech/speech-spec.ts";

const an4 = (parts = {}, more = {}) => resolveSpeechSpec({ data: { path: "an4" } }, { an4: parts }, more);

test("nets that see a share of the frames take as many steps as those that see all, in parts that are measured", () => {
  const spec = an4({ tables: ["regularisers"], regularisers: { shares: [0.01, 0.03, 0.3], points: 20, seeds: [2] } });
  const rows = speechNets(spec).filter(({ table }) => table === "regularisers");
  expect(rows).toHaveLength(3 * 3 + 4);
  for (const { input } of rows) {
    const { share, repeat } = input.transferSet!;
    const passes = spec.net.epochs;
    expect(Math.abs(input.net.epochs * share! * repeat! - passes) / passes).toBeLessThan(0.05);
    expect(input.net.epochs).toBeLessThanOrEqual(25);
  }
  const soft = rows.filter(({ input }) => input.soft);
  expect(soft.map(({ needs, names }) => [needs, names.teacher!.stage])).toEqual(
    Array.from({ length: 3 }, () => [["answers-2"], "single-2"]),
  );
});

test("only the wanted tables are trained, and the members that they need", () => {
  const names = (spec: ReturnType<typeof an4>) => [...new Set(speechNets(spec).map(({ names: { name } }) => name))];
  expect(names(an4({ tables: ["ensemble"] }))).toEqual(["single", "distilled"]);
  expect(names(an4({ tables: ["unlabelled"] }))).toEqual([
    "single",
    "part, labels",
    "part, distilled",
    "all frames, distilled",
  ]);
  expect(candidateNets(an4({ tables: ["unlabelled"] }))).toEqual([]);
});

test("the first distilled net waits for the candidates, one of which it is; smaller ones for the choice alone", () => {
  const spec = an4({}, { seeds: [4, 5] });
  const candidates = candidateNets(spec).map(({ names }) => names.stage);
  expect(candidates).toHaveLength(spec.an4!.candidates.length);
  const needs = new Map(speechNets(spec).map((net) => [net.names.stage, net.needs]));
  expect(needs.get("distilled-4")).toEqual(["ensemble", "choice", ...candidates]);
  expect(needs.get("distilled-5")).toEqual(["ensemble", "choice"]);
});

test("without candidates, temperature and weight are those of the specification", () => {
  const spec = an4({ candidates: [] }, { temperature: 3, hardWeight: 0.2, seeds: [1] });
  const distilled = speechNets(spec).find(({ names }) => names.name === "distilled")!;
  expect(distilled).toMatchObject({ needs: ["ensemble"], input: { soft: { temperature: 3, hardWeight: 0.2 } } });
});
