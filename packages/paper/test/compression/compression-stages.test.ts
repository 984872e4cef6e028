import { expect, test } from "vitest";
import { resolveCompressionSpec } from "../../src/compression/compression-spec.ts";
import { compressionStages, planCompression } from "../../src/compression/compression-stages.ts";

const spec = resolveCompressionSpec({
  ...{ dataset: "digits", seeds: [3, 4], teacherSeeds: [7] },
  nets: [
    {
      ...{ name: "net", hidden: [8], epochs: 2, learnsFrom: "teacher", recoveryEpochs: 1 },
      ...{ recipes: ["prune:0.9,share:4", "prune:0.9,int8", "int8"], byLabels: ["prune:0.9,share:4"] },
    },
  ],
});

test("recipes share the steps that they begin with, and soft targets come from the teacher", () => {
  const stages = compressionStages({ ...spec, seeds: [3] });
  expect(stages.map(({ name, needs }) => [name, needs])).toEqual([
    ["teacher-7", []],
    ["answers-teacher-7", ["teacher-7"]],
    ["net-3", ["answers-teacher-7"]],
    ["net-3-probe", ["net-3"]],
    ["net-3-uncompressed", ["net-3"]],
    ["net-3-prune-0.9-teacher", ["net-3", "answers-teacher-7"]],
    ["net-3-prune-0.9-share-4-teacher", ["net-3-prune-0.9-teacher", "answers-teacher-7"]],
    ["net-3-prune-0.9-int8-teacher", ["net-3-prune-0.9-teacher"]],
    ["net-3-int8", ["net-3"]],
    ["net-3-prune-0.9-labels", ["net-3"]],
    ["net-3-prune-0.9-share-4-labels", ["net-3-prune-0.9-labels"]],
  ]);
});

test.each([
  ["itself", ["net-3"]],
  ["both", ["teacher-7", "net-3"]],
] as const)("soft targets after a step may be those of %s", (recoversFrom, sources) => {
  const nets = spec.nets.map((net) => ({ ...net, recoversFrom }));
  const stages = compressionStages({ ...spec, seeds: [3], nets });
  const needsOf = (stage: string) => stages.find(({ name }) => name === stage)!.needs;
  expect(needsOf("net-3-prune-0.9-teacher")).toEqual(["net-3", "answers-net-3"]);
  expect(needsOf("answers-net-3")).toEqual(sources);
  // It still learns from the teacher at first.
  expect(needsOf("net-3")).toEqual(["answers-teacher-7"]);
});

test("both recoveries have the same start, epochs and order of examples", () => {
  const inputs = compressionStages(spec).flatMap(({ name, input }) =>
    /net-4-prune-0.9-(teacher|labels)/.test(name) ? [input] : [],
  );
  expect(inputs).toHaveLength(2);
  expect(inputs[0]).toEqual(inputs[1]);
});

test("a net on labels needs no teacher, and each seed has all variants", () => {
  const alone = { ...spec, nets: spec.nets.map((net) => ({ ...net, learnsFrom: "labels" as const })) };
  const { nets, stages } = planCompression(alone);
  expect(stages.find(({ name }) => name === "net-3")!.needs).toEqual([]);
  expect(
    nets.map(({ seed, variants }) => [seed, variants.map(({ recipe, learnsFrom }) => `${recipe} ${learnsFrom}`)]),
  ).toEqual(
    [3, 4].map((seed) => [
      seed,
      [
        "uncompressed teacher",
        "prune:0.9,share:4 teacher",
        "prune:0.9,int8 teacher",
        "int8 teacher",
        "prune:0.9,share:4 labels",
      ],
    ]),
  );
});
