import { expect, test } from "vitest";
import { resolveCompressionSpec, stepsOf } from "../../src/compression/compression-spec.ts";

test("nets and recipes are those of the data", () => {
  const { nets, validationSize, dataset } = resolveCompressionSpec({});
  expect([dataset, validationSize]).toEqual(["mnist", 5000]);
  expect(nets.map(({ name }) => name)).toEqual(["784-300-100-10", "784-800-800-10", "conv-8-16"]);
  const own = resolveCompressionSpec({ data: { path: "letters.csv", label: "letter" } });
  expect(own.nets.map(({ name, kind }) => [name, kind])).toEqual([["perceptron", "mlp"]]);
  expect(resolveCompressionSpec({ data: { path: "images" } }).nets[0]!.kind).toBe("cnn");
  for (const net of [...nets, ...own.nets]) expect(net.recipes).toEqual(expect.arrayContaining(net.byLabels));
});

test("some of the nets can be chosen, and what is resolved is a specification", () => {
  const spec = resolveCompressionSpec({ only: ["784-800-800-10"] });
  expect(spec.nets.map(({ name }) => name)).toEqual(["784-800-800-10"]);
  expect(resolveCompressionSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
});

test("the steps of a recipe have methods and strengths", () => {
  expect(stepsOf("prune:0.9,share:4,int8")).toEqual([
    { method: "prune", strength: 0.9 },
    { method: "share", strength: 4 },
    { method: "int8", strength: 0 },
  ]);
});

const net = (recipe: string) => ({
  nets: [{ name: "one", hidden: [4], epochs: 1, recoveryEpochs: 1, recipes: [recipe] }],
});

test.each([
  [{ only: ["784"] }, "spec: only must be some of 784-300-100-10, 784-800-800-10, conv-8-16, got 784"],
  [net("prune"), "spec: nets.0.recipes.0 must be steps of units, "],
  [net("prune:1"), "spec: nets.0.recipes.0 must be steps of "],
  [net("int8:8"), "spec: nets.0.recipes.0 must be steps of "],
  [net("squeeze:0.5"), "spec: nets.0.recipes.0 must be steps of "],
  [{ nets: [{ ...net("int8").nets[0], name: "a b" }] }, "spec: nets.0.name must be letters, digits, dots"],
  [{ nets: [{ ...net("int8").nets[0], recipes: ["int8", "int8"] }] }, "spec: nets.0.recipes must be different recipes"],
  [{ validationSize: 5 }, "spec: validationSize must be at least 10"],
  [{ data: { path: "a.csv", label: "b", text: "c" } }, "spec: data.text must be left out"],
  [{ data: { path: "a.csv", label: "b", task: "numbers" } }, "spec: data.task must be classes here"],
])("%j is refused", (given, message) => {
  expect(() => resolveCompressionSpec(given)).toThrow(message);
});
