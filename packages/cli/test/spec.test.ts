import { describe, expect, test } from "vitest";
import { DATASETS, DEFAULT_SPECS, type PartialSpec, resolveSpec } from "../src/spec.ts";

const rejection = (spec: object) => {
  try {
    resolveSpec(spec as PartialSpec);
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
};

describe("resolveSpec(...parts)", () => {
  test("starts from generated digits and fills in what each net leaves out", () => {
    const spec = resolveSpec();
    expect(spec.dataset).toBe("digits");
    expect(spec.seeds).toHaveLength(3);
    expect(spec.teacher).toEqual({
      ...{ batchSize: 128, learningRate: 0.1, momentum: 0.9, inputDropout: 0 },
      ...DEFAULT_SPECS.digits.teacher,
    });
  });

  test("has valid defaults for every data set, with the paper's nets and temperature for MNIST", () => {
    for (const dataset of DATASETS) expect(resolveSpec({ dataset }).dataset).toBe(dataset);
    const { teacher, student, temperature } = resolveSpec({ dataset: "mnist" });
    expect([teacher.hidden, student.hidden, temperature]).toEqual([[1200, 1200], [800, 800], 20]);
  });

  test("puts later parts over earlier ones, field by field, and skips what is undefined", () => {
    const spec = resolveSpec(
      { temperature: 2, student: { hidden: [5], epochs: 7 } },
      { temperature: undefined, student: { hidden: undefined, epochs: 9 } },
    );
    expect(spec.temperature).toBe(2);
    expect(spec.student).toMatchObject({ hidden: [5], epochs: 9 });
  });

  test("gives the same specification when its result is read back from JSON", () => {
    const spec = resolveSpec({ omit: [3], teacher: { maxNorm: 3.5 } });
    expect(resolveSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  });

  test("does not write to its arguments or to the defaults", () => {
    const part = Object.freeze({ student: Object.freeze({ epochs: 3 }) });
    const before = JSON.stringify(DEFAULT_SPECS);
    resolveSpec(part, { student: { epochs: 4 } });
    expect(JSON.stringify(DEFAULT_SPECS)).toBe(before);
    expect(part.student.epochs).toBe(3);
  });

  test("names the field, what was expected and what came, in one line", () => {
    expect(rejection({ temperature: 0 })).toBe("spec: temperature: Too small: expected number to be >0, got 0");
    expect(rejection({ temperature: "hot" })).toBe(
      'spec: temperature: Invalid input: expected number, received string, got "hot"',
    );
    expect(rejection({ student: { hidden: [30, 0] } })).toBe(
      "spec: student.hidden.1: Too small: expected number to be >=1, got 0",
    );
    expect(rejection({ teacher: { dropout: 1 } })).toMatch(/^spec: teacher\.dropout: Too big: .*, got 1$/);
    expect(rejection({ seeds: [1, 1] })).toBe("spec: seeds: seeds must differ, got [1,1]");
    expect(rejection({ omit: [3], only: [7] })).toBe("spec: omit: cannot be given together with only, got [3]");
    expect(rejection({ dataset: "cifar" })).toMatch(/^spec: dataset: Invalid option: .*, got "cifar"$/);
    expect(rejection({ alpha: 0.5 })).toMatch(/^spec: Unrecognized key: "alpha"/);
    expect(rejection({ hardWeight: 1.5 })).toMatch(/^spec: hardWeight: .*, got 1.5$/);
  });
});
