import { expect, test } from "vitest";
import { planSpecialists, studentInput } from "../../src/specialists/plan-specialists.ts";
import { resolveSpecialistsSpec } from "../../src/specialists/specialists-spec.ts";

const spec = resolveSpecialistsSpec({ dataset: "generated", seeds: [1, 2], specialists: { clusters: 3 } });

test("each seed has its stages, behind those that they need", () => {
  const plans = planSpecialists(spec);
  const names = plans.flatMap(({ stages }) => stages.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  for (const { stages } of plans) {
    for (const [index, { needs }] of stages.entries()) {
      const before = stages.slice(0, index).map(({ name }) => name);
      expect(before).toEqual(expect.arrayContaining([...needs]));
    }
  }
  const [{ specialists, combination, stages }] = plans as [(typeof plans)[number]];
  expect(specialists.dustbin).toHaveLength(3);
  const needs = stages.find(({ name }) => name === combination)!.needs;
  expect(needs).toEqual(["generalist-1", ...specialists.dustbin, ...specialists.full]);
});

test("a mixture of experts is made of perceptrons of one hidden layer only", () => {
  const kinds = (generalist: object) =>
    Object.keys(planSpecialists(resolveSpecialistsSpec({ dataset: "generated", generalist }))[0]!.baselines);
  expect(kinds({ hidden: [4] })).toEqual(["longer", "ensemble", "mixture"]);
  expect(kinds({ kind: "cnn", filters: [4], epochs: 1 })).toEqual(["longer", "ensemble"]);
});

test("both students begin with the same weights", () => {
  const { seed, soft } = studentInput(spec, 1);
  expect(studentInput(spec, 1).seed).toBe(seed);
  expect(studentInput(spec, 2).seed).not.toBe(seed);
  expect(soft).toEqual({ loss: "distillation", temperature: 2, hardWeight: 0.1, targets: "recorded" });
});
