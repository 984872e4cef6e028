import { expect, test } from "vitest";
import type { SpecParts } from "../../src/experiment.ts";
import { resolveSpecialistsSpec } from "../../src/specialists/specialists-spec.ts";

test("the defaults are those of real and of generated data, and shrink with the training set that is given", () => {
  expect(resolveSpecialistsSpec({})).toMatchObject({
    dataset: "emnist-byclass",
    seeds: [1, 2, 3],
    validationSize: 10_000,
  });
  const smoke = resolveSpecialistsSpec({ dataset: "generated" }, { specialists: { epochs: 2, size: undefined } });
  expect(smoke).toMatchObject({ dataset: "generated", specialists: { clusters: 4, epochs: 2, size: null } });
  expect(resolveSpecialistsSpec({ dataset: "generated", trainSize: 90 }).validationSize).toBe(30);
});

test("later parts go over earlier ones, field by field, and the result gives itself again", () => {
  const spec = resolveSpecialistsSpec({ seeds: [4], specialists: { clusters: 5 } }, { specialists: { epochs: 1 } });
  expect(spec).toMatchObject({ seeds: [4], specialists: { clusters: 5, epochs: 1, temperature: 1 } });
  const disjoint = resolveSpecialistsSpec({ ...spec }, { specialists: { size: null } });
  expect(disjoint.specialists.size).toBeNull();
  for (const one of [spec, disjoint]) expect(resolveSpecialistsSpec(JSON.parse(JSON.stringify(one)))).toEqual(one);
});

test.each([
  [{ seeds: [1, 1] }, "spec: seeds must be different seeds, got [1,1]"],
  [{ experts: 1 }, "spec: experts must be at least 2, got 1"],
  [{ specialists: { restTargets: "none" } }, 'spec: specialists.restTargets must be one of soft, hard, got "none"'],
  [{ distillation: { temperature: 1e300 } }, "spec: distillation.temperature must be at most 1000000, got 1e+300"],
] as [SpecParts, string][])("%o is refused", (given, message) => {
  expect(() => resolveSpecialistsSpec(given)).toThrow(message);
});
