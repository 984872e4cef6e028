import { expect, test } from "vitest";
import type { CompressNetInput } from "../../src/compression/compress-net.ts";
import { resolveCompressionSpec } from "../../src/compression/compression-spec.ts";
import { compressionStages, planCompression } from "../../src/compression/compression-stages.ts";

const NET = {
  ...{ name: "net", hidden: [8], epochs: 2, learnsFrom: "teacher", recoveryEpochs: 3, codeEpochs: 2 },
  ...{ recipes: ["prune:0.9,share:4"], byLabels: [] },
} as const;

const spec = resolveCompressionSpec({
  ...{ dataset: "digits", seeds: [3], teacherSeeds: [7], nets: [NET, { ...NET, name: "other" }] },
  adaptation: { classes: [1, 2], epochs: 5, recipes: ["prune:0.9,share:4", "round:4"] },
});

const stages = compressionStages(spec);
const inputOf = (stage: string) => stages.find(({ name }) => name === stage)!.input as unknown as CompressNetInput;

test("a net is compressed and adapted in both orders, after the stages that its recipes share", () => {
  const own = stages.filter(({ name }) => /adapted|task|round/.test(name));
  expect(own.map(({ name, needs }) => [name, needs])).toEqual([
    ["net-3-adapted", ["net-3", "answers-teacher-7"]],
    ["net-3-task", ["net-3"]],
    ["net-3-adapted-prune-0.9", ["net-3-adapted", "answers-teacher-7"]],
    ["net-3-adapted-prune-0.9-share-4", ["net-3-adapted-prune-0.9", "answers-teacher-7"]],
    ["net-3-prune-0.9-share-4-teacher-adapted", ["net-3-prune-0.9-share-4-teacher", "answers-teacher-7"]],
    ["net-3-round-4", ["net-3"]],
    ["net-3-adapted-round-4", ["net-3-adapted"]],
    ["net-3-round-4-adapted", ["net-3-round-4", "answers-teacher-7"]],
  ]);
  const [first, second] = planCompression(spec).nets;
  expect(first!.adaptation!.forms).toEqual([
    {
      recipe: "prune:0.9,share:4",
      before: "net-3-prune-0.9-share-4-teacher-adapted",
      after: "net-3-adapted-prune-0.9-share-4",
    },
    { recipe: "round:4", before: "net-3-round-4-adapted", after: "net-3-adapted-round-4" },
  ]);
  expect(second).not.toHaveProperty("adaptation");
});

test("both orders have the same settings and as many epochs, and only the first repair sees all classes", () => {
  const before = [
    "net-3-prune-0.9-teacher",
    "net-3-prune-0.9-share-4-teacher",
    "net-3-prune-0.9-share-4-teacher-adapted",
  ];
  const after = ["net-3-adapted", "net-3-adapted-prune-0.9", "net-3-adapted-prune-0.9-share-4"];
  const settings = (names: readonly string[]) => names.map((name) => inputOf(name).recovery!);
  const epochs = (names: readonly string[]) => settings(names).map((one) => one.epochs);
  expect([epochs(before), epochs(after)]).toEqual([
    [3, 2, 5],
    [5, 3, 2],
  ]);
  const others = [...settings(before), ...settings(after)].map(({ epochs: _, ...rest }) => JSON.stringify(rest));
  expect(new Set(others).size).toBe(1);
  expect(before.map((name) => inputOf(name).classes)).toEqual([undefined, undefined, [1, 2]]);
  expect(after.map((name) => inputOf(name).classes)).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
});

test("stages without an adaptation are those of a specification without one", () => {
  const { adaptation: _, ...without } = spec;
  const others = compressionStages(without);
  const adapted = stages.filter(({ name }) => !/adapted|task|round/.test(name));
  expect(adapted.map(({ name, input }) => [name, input])).toEqual(others.map(({ name, input }) => [name, input]));
});
