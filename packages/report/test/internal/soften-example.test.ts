import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/index.ts";
import { chooseClasses, preferredClass, softenExample } from "../../src/internal/soften-example.ts";

const teacher: Answer = { mark: "teacher", label: "big", logits: [4 * Math.log(3), 0, -Infinity] };
const student: Answer = { mark: "student", label: "kd", logits: [0, 0, 0] };

describe("softenExample(answers, temperature)", () => {
  it("is the softmax of the logits over T", () => {
    // At T = 4 the teacher's logits are log 3 and 0: 3/4 and 1/4. At T = 1 they are 81 to 1.
    const probs = (temperature: number) => softenExample([teacher, student], temperature).map(({ prob }) => prob);
    expect(probs(4)).toBeAllClose([0.75, 0.25, 0, 1 / 3, 1 / 3, 1 / 3]);
    expect(probs(1).slice(0, 3)).toBeAllClose([81 / 82, 1 / 82, 0]);
  });

  it("names net and class", () => {
    const bars = softenExample([teacher, student], 1);
    expect(bars.map(({ net, mark, label, classIndex }) => `${net} ${mark} ${label} ${classIndex}`)).toEqual([
      ...["0 teacher big 0", "0 teacher big 1", "0 teacher big 2"],
      ...["1 student kd 0", "1 student kd 1", "1 student kd 2"],
    ]);
  });
});

describe("chooseClasses(answers, label, limit)", () => {
  const answers = [{ ...teacher, logits: [-9, 3, 1, 5, 4, 2] }, student];

  it("keeps all classes where they fit", () => {
    expect(chooseClasses(answers, 0, 6)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("keeps the true class and those that the first net holds likeliest, in the order of the classes", () => {
    expect(chooseClasses(answers, 0, 3)).toEqual([0, 3, 4]);
  });
});

describe("preferredClass(logits)", () => {
  it("is the first largest", () => {
    expect(preferredClass([1, 3, 3])).toBe(1);
  });
});
