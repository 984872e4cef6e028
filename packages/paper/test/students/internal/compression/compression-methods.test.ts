import { expect, test } from "vitest";
import { candidatesOf, parseMethods } from "../../../../src/students/internal/compression/compression-methods.ts";
import { nameOfSteps } from "../../../../src/students/internal/compression/compression-step.ts";

test("parseMethods(text) reads methods with their strengths", () => {
  expect(parseMethods("prune:0.9:.95, quantise")).toEqual([
    { method: "prune", strengths: [0.9, 0.95], isNamed: true },
    { method: "quantise", strengths: [8, 4, 3, 2], isNamed: true },
  ]);
  expect(parseMethods(undefined).map(({ method }) => method)).toEqual([
    ...["units", "factorise", "tucker", "layers", "prune", "share", "quantise", "round"],
  ]);
  expect(parseMethods("round,tucker:8,layers")).toEqual([
    { method: "round", strengths: [8, 4, 3, 2], isNamed: true },
    { method: "tucker", strengths: [8], isNamed: true },
    { method: "layers", strengths: [0], isNamed: true },
  ]);
});

test.each([
  ["", "must be some of units, factorise, tucker, layers, prune, share, quantise, round, got nothing"],
  ["quantize", "(did you mean quantise?), got quantize"],
  ["prune,prune:0.9", "must name each method once, got prune twice"],
  ["prune:1", "must give prune a share above 0 and below 1, as in prune:0.5, got prune:1"],
  ["prune:-1", "got prune:-1"],
  ["units:", "must give units a share above 0 and below 1, as in units:0.25, got units:"],
  ["share:9", "must give share 1 to 8 bits"],
  ["quantise:1", "must give quantise 2 to 8 bits"],
  ["quantise:4.5", "got quantise:4.5"],
  ["round:9", "must give round 2 to 8 bits, as in round:8, got round:9"],
  [
    "tucker:1.5",
    "must give tucker a share of the energy above 0 and below 1, or a rank, as in tucker:0.9, got tucker:1.5",
  ],
  ["layers:2", "must give layers no strength, as in layers, got layers:2"],
  ["factorise:2.5", "must give factorise a share of the energy above 0 and below 1, or a rank"],
])("parseMethods(%j) is refused", (text, message) => {
  expect(() => parseMethods(text)).toThrow(message);
});

test("candidatesOf(choices) lists combinations, each after its beginnings", () => {
  const names = (text: string) => candidatesOf(parseMethods(text)).map(nameOfSteps);
  expect(names("units:0.5,prune:0.9,share:4,quantise:8:4,factorise:20")).toEqual([
    "8 bits",
    "4 bits",
    "90 % of weights removed",
    "90 % of weights removed, 16 values",
    "50 % of units removed",
    "50 % of units removed, 8 bits",
    "50 % of units removed, 4 bits",
    "50 % of units removed, 90 % of weights removed",
    "50 % of units removed, 90 % of weights removed, 16 values",
    "rank 20",
    "rank 20, 8 bits",
    "rank 20, 4 bits",
  ]);
  expect(names("share:3")).toEqual(["8 values"]);
  expect(names("prune:0.5,quantise:8:4")).toEqual([
    "8 bits",
    "4 bits",
    "50 % of weights removed",
    "50 % of weights removed, 4 bits",
  ]);
  // Factors are not pruned, layers that are one are; a learned rounding comes last.
  expect(names("round:4,quantise:8,tucker:0.9,layers,prune:0.5")).toEqual([
    ...["8 bits", "4 bits with learned rounding"],
    ...["50 % of weights removed", "50 % of weights removed, 4 bits with learned rounding"],
    ...["equal layers as one", "equal layers as one, 8 bits", "equal layers as one, 4 bits with learned rounding"],
    "equal layers as one, 50 % of weights removed",
    "equal layers as one, 50 % of weights removed, 4 bits with learned rounding",
    "cores with 90 % of the energy",
    ...["cores with 90 % of the energy, 8 bits", "cores with 90 % of the energy, 4 bits with learned rounding"],
  ]);
  for (const text of [undefined, "factorise,prune,quantise:8"]) {
    const all = candidatesOf(parseMethods(text));
    const places = new Map(all.map((steps, place) => [nameOfSteps(steps), place]));
    expect(places.size).toBe(all.length);
    for (const [place, steps] of all.entries()) {
      if (steps.length > 1) expect(places.get(nameOfSteps(steps.slice(0, -1)))).toBeLessThan(place);
    }
  }
});
