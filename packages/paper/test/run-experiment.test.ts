import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { selectBackend } from "@dark-knowledge/backend";
import { createInlineRunner, type Runner } from "@dark-knowledge/pipeline";
import { type RunRecord, recordLines } from "@dark-knowledge/report";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { loadStudent } from "@dark-knowledge/training/node";
import { beforeAll, describe, expect, test } from "vitest";
import { compression } from "../src/compression/compression.ts";
import { distill } from "../src/distill/distill.ts";
import type { Experiment, SpecParts } from "../src/experiment.ts";
import { intents } from "../src/intents/intents.ts";
import { mnist } from "../src/mnist/mnist.ts";
import { regulariser } from "../src/regulariser/regulariser.ts";
import { type RunOptions, runExperiment } from "../src/run-experiment.ts";
import { specialists } from "../src/specialists/specialists.ts";
import { speech } from "../src/speech/speech.ts";
import { versions } from "../src/versions.ts";
import { dataSource } from "./fixtures/data-source.ts";
import { TINY_MNIST } from "./fixtures/tiny-mnist.ts";
import { TINY } from "./fixtures/tiny-spec.ts";

const inside = useTemporaryDirectory();
let choice: RunOptions["choice"];
beforeAll(async () => {
  choice = await selectBackend({ prefer: ["wasm"] });
});

async function run<Spec extends object>(
  experiment: Experiment<Spec>,
  given: SpecParts,
  over: Partial<RunOptions> = {},
) {
  const events: string[] = [];
  const result = await runExperiment(experiment, experiment.resolve(given), {
    ...{ directory: inside("run"), source: dataSource(), runner: createInlineRunner(), choice, threads: 1 },
    signal: new AbortController().signal,
    onEvent: (event) =>
      "stage" in event && event.kind !== "reported" && events.push(`${event.stage.name} ${event.kind}`),
    ...over,
  });
  return { ...result, events };
}

const read = (name: string) => readFileSync(inside("run", name), "utf8");

/** Stops the run, as a kill would, when so many stages have begun. */
async function interrupted<Spec extends object>(experiment: Experiment<Spec>, given: SpecParts, stages: number) {
  const controller = new AbortController();
  let left = stages;
  const stopped = run(experiment, given, {
    signal: controller.signal,
    onEvent: ({ kind }) => kind === "started" && left-- === 0 && controller.abort(new Error("stopped")),
  });
  await expect(stopped).rejects.toThrow("stopped");
}

const PLANTS: SpecParts = {
  data: { path: fileURLToPath(new URL("fixtures/plants.csv", import.meta.url)), label: "kind", group: "garden" },
  seeds: [1, 2],
  ...{ teacher: { hidden: [16], epochs: 4 }, student: { hidden: [4], epochs: 2 } },
};

const SPECIALISTS: SpecParts = {
  ...{ dataset: "generated", trainSize: 600, validationSize: 200, topClasses: [1, 3] },
  generalist: { epochs: 2, hidden: [6] },
  specialists: { epochs: 1 },
};

const REGULARISER: SpecParts = {
  ...{ trainSize: 300, testSize: 100, validationSize: 50, seeds: [1], shares: [0.2, 0.5] },
  net: { hidden: [8], epochs: 2 },
};

const INTENTS: SpecParts = { dataset: "generated", student: { epochs: 2 } };

const SPEECH: SpecParts = {
  ...{ dataset: "made-up-small", utterances: { training: 6, test: 4 }, members: [1, 2], seeds: [1] },
  net: { hidden: [8], epochs: 1 },
};

const COMPRESSION: SpecParts = {
  ...{ dataset: "digits", trainSize: 200, testSize: 60, validationSize: 40, seeds: [1] },
  teacher: { hidden: [8], epochs: 1 },
  nets: [{ name: "net", hidden: [4], epochs: 1, recoveryEpochs: 1, recipes: ["prune:0.5"], byLabels: ["prune:0.5"] }],
  adaptation: { classes: [0, 1], epochs: 1, recipes: ["prune:0.5"] },
};

describe.each([
  ["distill", distill, TINY],
  ["distill --data", distill, PLANTS],
  ["mnist", mnist, TINY_MNIST],
  ["specialists", specialists, SPECIALISTS],
  ["regulariser", regulariser, REGULARISER],
  ["intents", intents, INTENTS],
  ["speech", speech, SPEECH],
  ["compression", compression, COMPRESSION],
] as [string, Experiment<object>, SpecParts][])("%s", (_, experiment, given) => {
  test("writes everything, skips what is finished, and comes to the same record when it is stopped in between", async () => {
    const { record, failures, events } = await run(experiment, given);
    expect(failures.size).toBe(0);
    expect(record.experiment).toBe(experiment.name);
    const files = experiment.files(record);
    for (const [name, text] of Object.entries(files)) expect(read(name)).toBe(text);
    expect(files["record.jsonl"]).toBe(recordLines(record));
    expect(readdirSync(inside("run"))).toEqual(expect.arrayContaining([...Object.keys(files), "spec.json", "stages"]));
    expect(experiment.resolve(JSON.parse(read("spec.json")))).toMatchObject(experiment.resolve(given));
    expect(events.filter((event) => event.endsWith("finished")).length).toBe(
      record.nets.length === 0 ? 0 : events.length / 2,
    );
    expect(
      experiment
        .summary(record, 60)
        .split("\n")
        .every((line) => line.length <= 60 || !line.startsWith("|")),
    ).toBe(true);

    const again = await run(experiment, given);
    expect(again.events.every((event) => event.endsWith("skipped"))).toBe(true);
    expect(recordLines(again.record)).toBe(recordLines(record));

    rmSync(inside("run"), { recursive: true });
    await interrupted(experiment, given, 0);
    await interrupted(experiment, given, 1);
    expect(recordLines((await run(experiment, given)).record)).toBe(recordLines(record));
  });
});

test("distill keeps the teacher and the student that the validation set chooses", async () => {
  const { kept, record } = await run(distill, TINY);
  expect(kept).toEqual({ teacher: inside("run", "teacher"), student: inside("run", "student") });
  const [teacher, student] = await Promise.all([loadStudent(kept.teacher!), loadStudent(kept.student!)]);
  expect(student!.model.countParams()).toBe(784 * 8 + 8 + 80 + 10);
  const { fingerprint: teacherFingerprint } = teacher!.description;
  expect(student!.description).toMatchObject({ teacherFingerprint, temperature: 4, versions: versions() });
  for (const net of [teacher!, student!]) net.dispose();
  expect(record.nets.map(({ role, name, seed, baseline }) => [role, name, seed, baseline])).toEqual([
    ["teacher", "teacher", 1, undefined],
    ...[1, 2].map((seed) => ["student", "hard", seed, true]),
    ...[1, 2].map((seed) => ["student", "distilled", seed, undefined]),
  ]);
  expect(record.dataset.sizes).toEqual({ training: 250, transfer: 150, validation: 50, test: 100 });
  expect(read("metrics.jsonl").trimEnd().split("\n")).toHaveLength(10);
});

test("a stage that fails leaves the others in the record, which names it; one where all fail fails", async () => {
  const failing = (which: RegExp): Runner => {
    const inline = createInlineRunner();
    return {
      ...inline,
      attempt: (task, request, ...rest) =>
        which.test(request.directory)
          ? Promise.resolve({ kind: "failure", error: new Error("out of luck"), isFinal: true })
          : inline.attempt(task, request, ...rest),
    };
  };
  const { record, failures, kept } = await run(distill, TINY, { runner: failing(/distilled-2/) });
  expect([...failures.keys()]).toEqual(["distilled-2"]);
  expect(record.failures).toEqual([{ name: "distilled-2", message: "out of luck" }]);
  expect(record.nets).toHaveLength(4);
  expect(Object.keys(kept)).toEqual(["teacher", "student"]);
  await expect(run(distill, TINY, { directory: inside("other"), runner: failing(/./) })).rejects.toThrow("out of luck");
  expect(existsSync(inside("other", "record.jsonl"))).toBe(false);
});

test("mnist's numbers of the paper are shown for the paper's data only", async () => {
  const { record } = await run(mnist, { ...TINY_MNIST, tables: ["section-3"], studentSeeds: [1] });
  expect(record.references).toEqual([]);
  expect(read("table.md")).not.toContain("paper");
});

test("specialists find clusters, choose on the validation set, and have every model of every seed", async () => {
  const { record } = await run(specialists, { ...SPECIALISTS, seeds: [1, 2] });
  const names = [...new Set(record.nets.map(({ name }) => name))];
  expect(names).toHaveLength(9);
  expect(record.nets.map(({ name, seed }) => [name, seed])).toEqual(
    names.flatMap((name) => [1, 2].map((seed) => [name, seed])),
  );
  const { seeds } = record.extras as {
    seeds: {
      validation: Record<string, { topClasses: number; accuracy: number }[]>;
      topClasses: Record<string, number>;
    }[];
  };
  for (const { validation, topClasses } of seeds) {
    for (const key of ["specialists", "fullSoftmax", "averaging"]) {
      expect(validation[key]!.map((one) => one.topClasses)).toEqual([1, 3]);
      const best = Math.max(...validation[key]!.map(({ accuracy }) => accuracy));
      expect(validation[key]!.find(({ accuracy }) => accuracy === best)!.topClasses).toBe(topClasses[key]);
    }
  }
});

test("data that is missing is said before a directory is made", async () => {
  const missing = run(mnist, {}, { source: dataSource({ directory: inside("none") }) });
  await expect(missing).rejects.toThrow(inside("none"));
  expect(existsSync(inside("run"))).toBe(false);
});

test("a run that is stopped before it begins reads no data, and makes no directory", async () => {
  const signal = AbortSignal.abort(new Error("stopped"));
  const missing = run(mnist, {}, { signal, source: dataSource({ directory: inside("none") }) });
  await expect(missing).rejects.toThrow("stopped");
  expect(existsSync(inside("run"))).toBe(false);
});

test("with a clock, speech times frames once, and a page that recognises words is written", async () => {
  const clock = (step: number) => {
    let time = 0;
    return () => {
      time += step;
      return time;
    };
  };
  const timesOf = ({ extras }: RunRecord) => (extras as { times?: { nets: object[]; lookahead: number } }).times;
  const { record, pages } = await run(speech, SPEECH, { now: clock(1) });
  const net = { name: "single", architecture: "288-8-39", frames: 1000, median: 1, percentile95: 1 };
  expect(timesOf(record)).toEqual({ nets: [{ ...net, parameters: 288 * 8 + 8 + 8 * 39 + 39 }], lookahead: 62.5 });
  expect(pages).toEqual({ recogniser: inside("run", "recogniser.html") });
  expect(read("recogniser.html")).toMatch(/^<!doctype html>/);
  const again = await run(speech, SPEECH, { now: clock(7) });
  expect(recordLines(again.record)).toBe(recordLines(record));
  // What is kept is of other nets, or damaged.
  const other = await run(speech, { ...SPEECH, mean: "geometric" }, { now: clock(7) });
  expect(timesOf(other.record)!.nets).toMatchObject([{ median: 7 }]);
  writeFileSync(inside("run", "measured.json"), "{");
  const repaired = await run(speech, SPEECH, { now: clock(9) });
  expect(timesOf(repaired.record)!.nets).toMatchObject([{ median: 9 }]);
  expect(timesOf((await run(speech, SPEECH)).record)).toBeUndefined();
});
