import { expect, test } from "vitest";
import { resolveSpecialistsSpec } from "../../src/reproduce/specialists-spec.ts";

test("resolveSpecialistsSpec fills in the defaults of real and of generated data", () => {
  expect(resolveSpecialistsSpec({})).toMatchObject({ dataset: "emnist-byclass", seeds: [1, 2, 3] });
  const smoke = resolveSpecialistsSpec({ dataset: "generated" }, { specialists: { epochs: 2, size: undefined } });
  expect(smoke).toMatchObject({ dataset: "generated", specialists: { clusters: 4, epochs: 2, size: null } });
});

test("resolveSpecialistsSpec lets later parts override earlier ones, field by field", () => {
  const spec = resolveSpecialistsSpec({ seeds: [4], specialists: { clusters: 5 } }, { specialists: { epochs: 1 } });
  expect(spec).toMatchObject({ seeds: [4], specialists: { clusters: 5, epochs: 1, temperature: 1 } });
  const disjoint = resolveSpecialistsSpec(spec, { specialists: { size: null } });
  expect(disjoint.specialists.size).toBeNull();
  for (const one of [spec, disjoint]) expect(resolveSpecialistsSpec(JSON.parse(JSON.stringify(one)))).toEqual(one);
});

test("resolveSpecialistsSpec says in one line what is wrong", () => {
  expect(() => resolveSpecialistsSpec({ seeds: [1, 1] })).toThrow(
    new Error("spec: seeds: seeds must differ, got [1,1]"),
  );
  expect(() => resolveSpecialistsSpec({ experts: 1 })).toThrow(/^spec: experts: .*, got 1$/);
  expect(() => resolveSpecialistsSpec({ specialists: { restTargets: "none" as "soft" } })).toThrow(
    /^spec: specialists\.restTargets: .*, got "none"$/,
  );
});
