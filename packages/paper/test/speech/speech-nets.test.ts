import { expect, test } from "vitest";
import { CONTROL, candidateNets, foldNets, leftOutNets, speechNets, UNLABELLED } from "../../src/speech/speech-nets.ts";
import { resolveSpeechSpec } from "../../src/speech/speech-spec.ts";

const an4 = (parts = {}, more = {}) => resolveSpeechSpec({ data: { path: "an4" } }, { an4: parts }, more);

test("only the wanted tables are trained, and the members that they need", () => {
  const names = (spec: ReturnType<typeof an4>) => [...new Set(speechNets(spec).map(({ names: { name } }) => name))];
  expect(names(an4({ tables: ["ensemble"] }))).toEqual(["single", CONTROL, "distilled"]);
  expect(names(an4({ tables: ["unlabelled"] }))).toEqual([
    "single",
    "part, labels",
    "part, distilled",
    "all frames, distilled",
  ]);
  expect(candidateNets(an4({ tables: ["regularisers"] }))).toEqual([]);
});

test("where labels are withheld, taught nets have the candidates as strengths, and none is taken over", () => {
  const spec = an4({ unlabelled: { share: 0.25, seeds: [4] } }, { seeds: [4], net: { epochs: 3 } });
  const { candidates } = spec.an4!;
  const taught = speechNets(spec).filter(({ names }) => names.table === UNLABELLED && !names.baseline);
  expect(taught.map(({ names, needs }) => [names.stage, needs])).toEqual([
    ["part-distilled-4", ["choice", "ensemble-of-part"]],
    ["part-and-unlabelled-4", ["choice", "ensemble-of-part"]],
  ]);
  const settings = candidates.map(({ dropout = 0.2, ...soft }) => [soft, dropout]);
  for (const [index, { strengths }] of taught.entries()) {
    expect(strengths!.map(({ soft, net }) => [soft, "dropout" in net && net.dropout])).toMatchObject(settings);
    expect(new Set(strengths!.map(({ net }) => net.epochs))).toEqual(new Set([index === 0 ? 12 : 3]));
  }
  expect(candidateNets(an4({ tables: ["unlabelled"] }))).toHaveLength(candidates.length);
  const given = speechNets(an4({ candidates: [] }, { temperature: 3, hardWeight: 0.2, dropout: 0 }));
  const part = given.find(({ names }) => names.name === "part, distilled")!;
  expect([part.strengths, part.needs]).toEqual([undefined, ["ensemble-of-part"]]);
  expect(part.input).toMatchObject({ net: { dropout: 0 }, soft: { temperature: 3, hardWeight: 0.2 } });
});

test("the first distilled net waits for the candidates, one of which it is; smaller ones for the choice alone", () => {
  const spec = an4({}, { seeds: [4, 5] });
  const candidates = candidateNets(spec).map(({ names }) => names.stage);
  expect(candidates).toHaveLength(spec.an4!.candidates.length);
  const needs = new Map(speechNets(spec).map((net) => [net.names.stage, net.needs]));
  expect(needs.get("distilled-4")).toEqual(["choice", "ensemble", ...candidates]);
  expect(needs.get("distilled-5")).toEqual(["choice", "ensemble"]);
});

test("without candidates, temperature and weight are those of the specification", () => {
  const spec = an4({ candidates: [] }, { temperature: 3, hardWeight: 0.2, seeds: [1] });
  const distilled = speechNets(spec).find(({ names }) => names.name === "distilled")!;
  expect(distilled).toMatchObject({ needs: ["ensemble"], input: { soft: { temperature: 3, hardWeight: 0.2 } } });
});

test("controls are nets on labels without dropout, of the distilled nets' seeds, where the others have some", () => {
  const spec = resolveSpeechSpec({ controls: [1, 3], seeds: [1] });
  const controls = speechNets(spec).filter(({ names }) => names.name === CONTROL);
  const single = speechNets(spec).find(({ names }) => names.name === "single")!;
  expect(controls.map(({ names }) => [names.seed, names.stage, names.baseline])).toEqual([
    [1, "undropped-1", true],
    [3, "undropped-3", true],
  ]);
  expect(controls[0]!.input).toEqual({ net: { ...single.input.net, dropout: 0 }, seed: 1, isKept: false });
  const distilled = speechNets(spec).find(({ names }) => names.name === "distilled")!;
  expect(distilled.input.net).toEqual(controls[0]!.input.net);
  expect(speechNets(resolveSpeechSpec({ net: { dropout: 0 } })).some(({ names }) => names.name === CONTROL)).toBe(
    false,
  );
});

test("where folds decide, each has a teacher that has not seen it, and each candidate a net in each fold", () => {
  const candidates = [
    { temperature: 2, hardWeight: 0.5 },
    { temperature: 4, hardWeight: 0, dropout: 0 },
  ];
  const spec = an4({ candidates, folds: 3 }, { members: [7], seeds: [4, 5] });
  const { teachers, students } = foldNets(spec);
  expect(teachers.map(({ stage, leftOut, input }) => [stage, leftOut, input.seed, input.soft])).toEqual(
    [0, 1, 2].map((fold) => [`fold-${fold}-teacher`, { fold, folds: 3 }, 7, undefined]),
  );
  expect(students.map(({ stage, needs }) => [stage, needs])).toEqual([
    ...[0, 1, 2].map((fold) => [`fold-${fold}-candidate-2-0.5`, [`fold-${fold}-answers`]]),
    ...[0, 1, 2].map((fold) => [`fold-${fold}-candidate-4-0-0`, [`fold-${fold}-answers`]]),
  ]);
  expect(students[3]!.input).toMatchObject({ net: { dropout: 0 }, seed: 4, soft: { temperature: 4, hardWeight: 0 } });
  expect(candidateNets(spec)).toEqual([]);
  const needs = new Map(speechNets(spec).map((net) => [net.names.stage, net.needs]));
  expect(needs.get("distilled-4")).toEqual(["choice", "ensemble"]);
  expect(foldNets(an4({ candidates }))).toEqual({ teachers: [], students: [] });
  expect(foldNets(an4({ candidates, folds: 3, tables: ["regularisers"] }))).toEqual({ teachers: [], students: [] });
});

test("for speakers that no net has heard, each fold has members, their mean, nets that it teaches, and controls", () => {
  const leftOut = { folds: 2, members: [1, 2], seeds: [4] };
  const spec = an4({ tables: ["speakers"], leftOut }, { dropout: 0, temperature: 3 });
  const nets = leftOutNets(spec);
  expect(nets.map(({ name, stage }) => [name, stage])).toEqual([
    ["single", "left-single-1"],
    ["single", "left-single-2"],
    [CONTROL, "left-undropped-4"],
    ["ensemble", "left-ensemble-1"],
    ["distilled", "left-distilled-4"],
  ]);
  const [one, , control, ensemble, distilled] = nets.map(({ folds }) => folds[1]!);
  expect(one).toMatchObject({ stage: "left-1-single-1", leftOut: { fold: 1, folds: 2 }, input: { seed: 1 } });
  expect(ensemble).toEqual({
    ...{ stage: "left-1-ensemble-1", leftOut: { fold: 1, folds: 2 } },
    needs: ["left-1-single-1", "left-1-single-2"],
  });
  expect(distilled).toMatchObject({ needs: ["left-1-ensemble-1"], input: { seed: 4, soft: { temperature: 3 } } });
  expect(distilled!.input!.net).toEqual({ ...one!.input!.net, dropout: 0 });
  expect(control!.input!.net).toEqual(distilled!.input!.net);
  expect(leftOutNets(an4({ tables: ["ensemble"] }))).toEqual([]);
  expect(leftOutNets(resolveSpeechSpec({}))).toEqual([]);
});
