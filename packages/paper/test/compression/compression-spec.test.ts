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

test("one net is adapted to a task, the first one if none is named, and with --smoke", () => {
  const adaptation = { classes: [0, 1] };
  expect(resolveCompressionSpec({}).adaptation).toBeUndefined();
  expect(resolveCompressionSpec({ adaptation }).adaptation).toMatchObject({ classes: [0, 1], net: "784-300-100-10" });
  const smoke = resolveCompressionSpec({ dataset: "digits" });
  expect(smoke.adaptation).toMatchObject({ classes: [0, 1, 2, 3, 4], net: "784-32-16-10" });
  expect(resolveCompressionSpec(JSON.parse(JSON.stringify(smoke)))).toEqual(smoke);
  expect(resolveCompressionSpec({ dataset: "digits", only: ["conv-4-8"] }).adaptation!.net).toBe("conv-4-8");
  expect(resolveCompressionSpec({ dataset: "digits", nets: smoke.nets }).adaptation).toBeUndefined();
});

test("the steps of a recipe have methods and strengths", () => {
  expect(stepsOf("prune:0.9,share:4,int8")).toEqual([
    { method: "prune", strength: 0.9 },
    { method: "share", strength: 4 },
    { method: "int8", strength: 0 },
  ]);
});

test.each([
  [{ only: ["784"] }, "spec: only must be some of 784-300-100-10, 784-800-800-10, conv-8-16, got 784"],
  [
    { adaptation: { classes: [0, 1], net: "conv" } },
    "spec: adaptation.net must be one of 784-300-100-10, 784-800-800-10, conv-8-16, got conv",
  ],
  [
    { only: ["conv-8-16"], adaptation: { classes: [0, 1], net: "784-300-100-10" } },
    "spec: adaptation.net must be one of conv-8-16, got 784-300-100-10",
  ],
  [{ validationSize: 5 }, "spec: validationSize must be at least 10"],
  [{ data: { path: "a.csv", label: "b", text: "c" } }, "spec: data.text must be left out"],
  [{ data: { path: "a.csv", label: "b", task: "numbers" } }, "spec: data.task must be classes here"],
])("%j is refused", (given, message) => {
  expect(() => resolveCompressionSpec(given)).toThrow(message);
});
