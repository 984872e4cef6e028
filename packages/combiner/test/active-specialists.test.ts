import { describe, expect, it } from "vitest";
import { activeSpecialists } from "../src/index.ts";

describe("activeSpecialists(generalistProbs, specialistClasses)", () => {
  const sets = [[0, 1], [2, 3], Int32Array.of(1, 2)];

  it("lists who knows the most probable class, and nobody where nobody does", () => {
    expect(Array.from(activeSpecialists([0.1, 0.2, 0.6, 0.1], sets))).toEqual([1, 2]);
    expect(Array.from(activeSpecialists(Float32Array.of(0.25, 0.25, 0.5), [[0]]))).toEqual([]);
    expect(Array.from(activeSpecialists([1], []))).toEqual([]);
  });

  it("counts as many of the most probable classes as it is told", () => {
    const probs = [0.05, 0.1, 0.15, 0.3, 0.4];
    const lone = [[0], [1], [2], [3], [4]];
    expect(Array.from(activeSpecialists(probs, lone, { topClasses: 3 }))).toEqual([2, 3, 4]);
    expect(Array.from(activeSpecialists(probs, lone, { topClasses: 5 }))).toEqual([0, 1, 2, 3, 4]);
  });

  it("takes the lower number of equally probable classes", () => {
    expect(Array.from(activeSpecialists([0.25, 0.25, 0.25, 0.25], [[0], [1], [2], [3]], { topClasses: 2 }))).toEqual([
      0, 1,
    ]);
  });

  it.each([
    [
      "logits",
      () => activeSpecialists([2, 3], []),
      "generalistProbs must sum to 1 within 0.001 (probabilities, not logits), got 5",
    ],
    ["NaN", () => activeSpecialists([1, Number.NaN], []), "generalistProbs[1] must be a probability, got NaN"],
    [
      "more top classes than classes",
      () => activeSpecialists([0.5, 0.5], [], { topClasses: 3 }),
      "topClasses must be an integer, at least 1 and at most 2, got 3",
    ],
    [
      "an empty specialist",
      () => activeSpecialists([0.5, 0.5], [[0], []]),
      "specialistClasses[1] must name at least one class, got none",
    ],
    [
      "a class out of range",
      () => activeSpecialists([0.5, 0.5], [[-1]]),
      "specialistClasses[0][0] must be an integer, at least 0 and below 2, got -1",
    ],
    [
      "a class named twice",
      () => activeSpecialists([0.5, 0.5], [[1, 1]]),
      "specialistClasses[0][1] must be a class that is not in the set already, got 1 again",
    ],
  ])("throws on %s", (_, call, message) => {
    expect(call).toThrow(expect.objectContaining({ name: "ArgumentError", message: `activeSpecialists: ${message}` }));
  });
});
