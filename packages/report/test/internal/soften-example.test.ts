import { describe, expect, it } from "vitest";
import type { SoftTargetExample } from "../../src/index.ts";
import { chooseClasses, listLogits, preferredClass, softenExample } from "../../src/internal/soften-example.ts";

const example: SoftTargetExample = {
  pixels: [1],
  width: 1,
  height: 1,
  label: 1,
  teacherLogits: [4 * Math.log(3), 0, -Infinity],
  studentLogits: [0, 0, 0],
};

describe("softenExample(example, temperature)", () => {
  it("is the softmax of the logits over T", () => {
    // At T = 4 the teacher's logits are log 3 and 0: 3/4 and 1/4. At T = 1 they are 81 to 1.
    const probs = (temperature: number) => softenExample(example, temperature).map(({ prob }) => prob);
    expect(probs(4)).toBeAllClose([0.75, 0.25, 0, 1 / 3, 1 / 3, 1 / 3]);
    expect(probs(1).slice(0, 3)).toBeAllClose([81 / 82, 1 / 82, 0]);
  });

  it("names model and class", () => {
    const bars = softenExample({ ...example, hardLogits: [1, 2, 3] }, 1);
    expect(bars.map(({ role, classIndex }) => `${role} ${classIndex}`)).toEqual([
      ...["teacher 0", "teacher 1", "teacher 2"],
      ...["hard 0", "hard 1", "hard 2"],
      ...["distilled 0", "distilled 1", "distilled 2"],
    ]);
    expect(listLogits(example).map(([role]) => role)).toEqual(["teacher", "distilled"]);
  });
});

describe("chooseClasses(example, limit)", () => {
  const many = { ...example, label: 0, teacherLogits: [-9, 3, 1, 5, 4, 2] };

  it("keeps all classes where they fit", () => {
    expect(chooseClasses(many, 6)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("keeps the true class and the likeliest others, in the order of the classes", () => {
    expect(chooseClasses(many, 3)).toEqual([0, 3, 4]);
  });
});

describe("preferredClass(logits)", () => {
  it("is the first largest", () => {
    expect(preferredClass([1, 3, 3])).toBe(1);
  });
});
