import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { selectBackend } from "@dark-knowledge/backend";
import { quantiseWeights, unpackModel } from "@dark-knowledge/compression";
import { stratifiedSplit, withVariances } from "@dark-knowledge/datasets";
import { createMlp, evaluate, fingerprintWeights, trainRegressor } from "@dark-knowledge/training";
import { loadExamples, loadStudent, saveStudent } from "@dark-knowledge/training/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CompressionEvent, type CompressOptions, compressStudent } from "../../src/index.ts";
import { someEars } from "../fixtures/some-ears.ts";
import { tinyConvolutions, tinyStudent } from "../fixtures/tiny-student.ts";

const root = mkdtempSync(join(tmpdir(), "dark-knowledge-test-"));
const inside = (name: string) => join(root, name);
let [data, student] = ["", ""];

beforeAll(async () => {
  ({ data, student } = await tinyStudent(root, "classes", { rows: 250 }));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const compress = (to: string, options: Partial<CompressOptions> = {}) =>
  compressStudent(student, {
    ...{ data, to: inside(to), epochs: 2, methods: "prune:0.6:0.9,quantise:8:4" },
    ...{ now: () => 0, signal: new AbortController().signal, onEvent: () => {} },
    ...options,
  });

/** The names of the candidates that were really trained. */
const trainedIn = (events: readonly CompressionEvent[]) =>
  events.flatMap((event) => (event.kind === "finished" && event.stage.name !== "survey" ? [event.stage.name] : []));

/** The names and bytes of the files of a directory. */
const filesOf = (directory: string) =>
  Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))]));

test("compressStudent writes the smallest student that is accurate enough, and the same one again", async () => {
  const events: CompressionEvent[] = [];
  const result = await compress("drop", { target: "drop<6", onEvent: (event) => events.push(event) });
  const { best, candidates, uncompressed, isMet, isSpent } = result;
  expect([isMet, isSpent]).toEqual([true, false]);
  const met = candidates.filter(({ drop }) => drop < 6);
  expect(best!.bytes).toBe(Math.min(...met.map(({ bytes }) => bytes)));
  expect(best!.bytes).toBeLessThan(uncompressed.bytes / 2);
  expect(best!.drop).toBeCloseTo((100 * (best!.figures.errors! - uncompressed.figures.errors!)) / 50);
  expect(trainedIn(events)).toEqual(candidates.map(({ name }) => name));

  // The student is what was measured, in both files.
  const written = await loadStudent(inside("drop"));
  const { description } = await loadStudent(student);
  expect(written.description).toEqual({
    ...description,
    ...{ fingerprint: written.description.fingerprint, versions: expect.anything() },
    teacherFingerprint: description.fingerprint,
  });
  const { dataset } = await loadExamples(description, data);
  const { selected } = stratifiedSplit(dataset, { size: 50, seed: 1 });
  expect((await evaluate(written.model, selected)).errors).toBe(best!.figures.errors);
  const packed = readFileSync(inside("drop/model.packed.gz"));
  expect(packed.length).toBe(best!.bytes);
  const unpacked = await unpackModel(gunzipSync(packed));
  expect(await fingerprintWeights(unpacked.getWeights())).toBe(written.description.fingerprint);

  // Another run from nothing is the same, bit for bit; one more over it trains nothing.
  await compress("again", { target: "drop<6" });
  expect(filesOf(inside("again"))).toEqual(filesOf(inside("drop")));
  expect(filesOf(inside("again.search"))).toEqual(filesOf(inside("drop.search")));
  events.length = 0;
  expect(await compress("drop", { target: "drop<6", onEvent: (event) => events.push(event) })).toEqual(result);
  expect(trainedIn(events)).toEqual([]);
});

test("compressStudent writes the most accurate student of a size, with its figures on a test set", async () => {
  const { best, candidates, test: figures, summary } = await compress("size", { target: "size<1.5kB", test: data });
  const small = candidates.filter(({ bytes }) => bytes < 1500);
  expect(best!.drop).toBe(Math.min(...small.map(({ drop }) => drop)));
  expect(statSync(inside("size/model.packed.gz")).size).toBeLessThan(1500);
  const written = await loadStudent(inside("size"));
  const { dataset } = await loadExamples(written.description, data);
  expect(figures!.map(({ examples }) => examples)).toEqual([250, 250]);
  expect(figures![1].errors).toBe((await evaluate(written.model, dataset)).errors);
  const { rows, records, lines } = summary;
  expect(rows.filter(({ chosen }) => chosen === "*")).toMatchObject([{ candidate: best!.name }]);
  expect(records.find(({ isChosen }) => isChosen)).toMatchObject({ bytes: best!.bytes, drop: best!.drop });
  expect(lines.join("\n")).toContain(`errors ${figures![1].errors}`);
});

test("compressStudent writes nothing where no candidate meets the target, and says what is nearest", async () => {
  const result = await compress("unmet", { target: "size<600B", methods: "quantise:8:2" });
  expect(result.isMet).toBe(false);
  expect(existsSync(inside("unmet"))).toBe(false);
  expect(result.summary.problem).toBe("no candidate meets size<600B: no candidate is trained; nothing was written");
  const events: CompressionEvent[] = [];
  const drop = await compress("unmet", {
    ...{ target: "drop<0.1", methods: "prune:0.99", epochs: 1, onEvent: (event) => events.push(event) },
  });
  expect(events[0]).toMatchObject({
    stage: { name: "validation" },
    event: { kind: "warning", text: "one of 50 examples is 2.00 points, too coarse for drop<0.1; give more examples" },
  });
  expect(drop.summary.problem).toMatch(
    /^no candidate meets drop<0\.1: the best found is "99 % of weights removed" with \d+(\.\d)? k?B and a drop of \d+\.\d\d points; nothing was written$/,
  );
});

test("a search that is interrupted, or whose time is over, resumes with the same result", async () => {
  const settings = { target: "drop<60", methods: "prune:0.7:0.85:0.95" };
  const whole = await compress("whole", settings);
  const controller = new AbortController();
  let finished = 0;
  const interrupted = compress("parts", {
    ...settings,
    signal: controller.signal,
    onEvent: ({ kind }) => {
      // The survey, the first candidate, and in the middle of the second one.
      if (kind === "finished") finished++;
      if (finished === 2 && kind === "reported") controller.abort(new Error("interrupted"));
    },
  });
  await expect(interrupted).rejects.toThrow("interrupted");
  expect(existsSync(inside("parts"))).toBe(false);
  expect(readdirSync(inside("parts.search"))).toHaveLength(2);
  // A clock on which the time ends in the midst of training.
  let time = 0;
  let hasBegun = 0;
  const spent = await compress("parts", {
    ...settings,
    budget: "10s",
    now: () => time,
    onEvent: (event) => {
      if (event.kind === "reported" && event.event.kind === "epoch" && ++hasBegun === 4) time = 10_000;
    },
  });
  expect(spent.isSpent).toBe(true);
  expect(spent.candidates.length).toBe(2);
  expect(await compress("parts", settings)).toMatchObject({
    ...{ best: whole.best, candidates: whole.candidates, isSpent: false },
  });
  const packed = (to: string) => readFileSync(inside(`${to}/model.packed.gz`));
  expect(packed("parts")).toEqual(packed("whole"));
});

test.each([
  ["numbers", "rmse"],
  ["several-classes", "errors"],
] as const)("compressStudent compresses students of %s", async (task, figure) => {
  const own = await tinyStudent(inside(task), task, { rows: 120, epochs: 10 });
  const teacher = await tinyStudent(inside(`${task}-teacher`), task, { rows: 120, epochs: 5, seed: 2 });
  const options = { data: own.data, methods: "units:0.5,quantise:8", epochs: 2, target: "drop<90" };
  const result = await compressStudent(own.student, {
    ...{ ...options, teacher: [teacher.student, own.student], to: inside(`${task}-small`) },
    ...{ now: () => 0, signal: new AbortController().signal, onEvent: () => {} },
  });
  expect(result.best!.steps.map(({ method }) => method)).toEqual(["units", "quantise"]);
  expect(Object.keys(result.summary.rows[0]!)).toContain(figure);
  const [before, after] = [await loadStudent(own.student), await loadStudent(inside(`${task}-small`))];
  expect(after.description.inputs).toEqual(before.description.inputs);
  expect(after.description.outputs).toEqual(before.description.outputs);
  expect(after.model.countParams()).toBeLessThan(0.6 * before.model.countParams());
});

test("compressStudent learns a rounding from examples without labels, and without epochs", async () => {
  const events: CompressionEvent[] = [];
  const onEvent = (event: CompressionEvent) => void events.push(event);
  await selectBackend({ prefer: ["wasm"] });
  const result = await compress("rounded", { target: "drop<90", methods: "round:4", onEvent });
  expect(result.best!.name).toBe("4 bits with learned rounding");
  expect(trainedIn(events)).toEqual(["4 bits with learned rounding"]);
  expect(events.filter((one) => one.kind === "reported" && one.event.kind === "epoch")).toEqual([]);
  const [before, written] = [await loadStudent(student), await loadStudent(inside("rounded"))];
  const nearest = await quantiseWeights(before.model, { bits: 4, calibration: "mse" });
  let changed = 0;
  for (const [at, kernel] of nearest.getWeights().entries()) {
    const [own, learned] = [await kernel.data(), await written.model.getWeights()[at]!.data()];
    if (kernel.shape.length < 2) {
      expect(learned).toEqual(own);
      continue;
    }
    const units = kernel.shape.at(-1)!;
    for (let unit = 0; unit < units; unit++) {
      const [some, others] = [own, learned].map((values) => values.filter((_, place) => place % units === unit));
      // −7 to 7 steps, and no weight is more than one step from the nearest.
      const step = Math.max(...some!.map(Math.abs)) / 7;
      for (const [place, value] of others!.entries()) {
        const steps = (value - some![place]!) / step;
        expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-3);
        expect(Math.abs(steps)).toBeLessThan(1.001);
        if (Math.round(steps) !== 0) changed++;
      }
    }
  }
  expect(changed).toBeGreaterThan(0);
  nearest.dispose();
  for (const one of [before, written]) one.dispose();
  await selectBackend({ prefer: ["cpu"] });
});

test("compressStudent makes convolutions smaller and equal layers one, and writes students that load", async () => {
  const own = await tinyStudent(inside("pictures"), "classes", { rows: 250, epochs: 10, net: tinyConvolutions });
  const run = (to: string, methods: string | undefined, more: Partial<CompressOptions> = {}) =>
    compressStudent(own.student, {
      ...{ data: own.data, to: inside(to), epochs: 1, target: "drop<90", methods },
      ...{ now: () => 0, signal: new AbortController().signal, onEvent: () => {}, ...more },
    });
  const before = await loadStudent(own.student);
  const { dataset } = await loadExamples(before.description, own.data);
  const { selected } = stratifiedSplit(dataset, { size: 50, seed: 1 });
  const counts: number[] = [];
  for (const [methods, name] of [
    ["tucker:4,quantise:8", "Tucker rank 4, 8 bits"],
    ["layers,quantise:8", "equal layers as one, 8 bits"],
  ] as const) {
    const { best, uncompressed } = await run(name, methods);
    expect(best!.name).toBe(name);
    expect(best!.bytes).toBeLessThan(0.6 * uncompressed.bytes);
    const written = await loadStudent(inside(name));
    expect((await evaluate(written.model, selected)).errors).toBe(best!.figures.errors);
    counts.push(written.model.countParams());
    written.dispose();
  }
  // 9 × 1 × 4, 4 × 8 and 8, and twice 8 × 4, 9 × 4 × 4, 4 × 8 and 8; or 9 × 1 × 8 and 8, and once 9 × 8 × 8 and 8. Then 64 × 2 and 2.
  expect(counts).toEqual([76 + 2 * 216 + 130, 80 + 584 + 130]);
  before.dispose();
});

/** What a search plans, and warns of before. */
async function planned(directory: string, rows: string, more: Partial<CompressOptions> = {}) {
  const controller = new AbortController();
  const names: string[] = [];
  const warnings: Record<string, string> = {};
  const search = compressStudent(directory, {
    ...{ data: rows, to: inside("planned-to"), epochs: 1, now: () => 0, signal: controller.signal, ...more },
    onEvent(event) {
      if (event.kind === "reported" && event.event.kind === "warning") warnings[event.stage.name] = event.event.text;
      if (event.kind !== "planned") return;
      names.push(...event.stages.map(({ name }) => name));
      controller.abort(new Error("enough"));
    },
  });
  await expect(search).rejects.toThrow("enough");
  return { names, warnings };
}

test("compressStudent plans all methods that suit, and says nothing of layers that a net does not have", async () => {
  const own = await tinyStudent(inside("planned"), "classes", { rows: 100, epochs: 1, net: tinyConvolutions });
  const special = ["cores with 90 % of the energy, 4 bits", "equal layers as one, 50 % of weights removed"];
  const pictures = await planned(own.student, own.data);
  expect(pictures.names).toEqual(expect.arrayContaining(special));
  const table = await planned(student, data);
  expect(table.names.filter((name) => /^(cores|equal)/.test(name))).toEqual([]);
  expect(table.names).toContain("50 % of units removed, 3 bits with learned rounding");
  expect(Object.keys(table.warnings)).toEqual(["validation"]);
});

test("compressStudent says in one line that recordings were resampled", async () => {
  const { student, clips, resampled } = await someEars(inside("sounds"), { count: 20 });
  const { warnings } = await planned(student, clips, { test: join(clips, "..", "clips"), target: "size<1kB" });
  expect(warnings.data).toBe(`${resampled[0]}: resampled from 16000 to 8000 samples a second; 19 more remarks`);
});

test("compressStudent refuses what cannot work in one line, before anything is trained", async () => {
  const messageOf = (options: Partial<CompressOptions>) =>
    compress("wrong", options).then(
      () => "none",
      (error: Error) => error.message,
    );
  writeFileSync(inside("other.csv"), "label,x0\nsame,1\n");
  writeFileSync(inside("few.csv"), readFileSync(data, "utf8").split("\n").slice(0, 6).join("\n"));
  mkdirSync(inside("full"));
  writeFileSync(inside("full/notes.txt"), "mine");
  const numbers = await tinyStudent(inside("other"), "numbers", { rows: 40, epochs: 1 });
  expect(await messageOf({ methods: "prune,shrink" })).toBe(
    "spec: methods must be some of units, factorise, tucker, layers, prune, share, quantise, round, got shrink",
  );
  expect(await messageOf({ target: "100kB" })).toBe(
    "spec: target must be a size such as size<100kB or a drop in points such as drop<0.5, got 100kB",
  );
  expect(await messageOf({ target: "size<1MB" })).toMatch(
    /^spec: target must be below the student's own size of \d\.\d kB, got size<1MB$/,
  );
  expect(await messageOf({ budget: "soon" })).toBe("spec: budget must be a time such as 90s, 10m or 2h, got soon");
  expect(await messageOf({ methods: "factorise:500" })).toBe(
    "factorise: rank must be an integer, at least 1 and at most 8, got 500",
  );
  expect(await messageOf({ methods: "tucker:2" })).toBe(
    "factoriseConvolutions: model must have convolutions with windows of more than one place, got none",
  );
  expect(await messageOf({ methods: "layers" })).toBe("shareLayers: layers must have a group of layers, got none");
  expect(await messageOf({ methods: "layers:2" })).toBe(
    "spec: methods must give layers no strength, as in layers, got layers:2",
  );
  expect(await messageOf({ data: inside("other.csv") })).toContain('must have a column "x1"');
  expect(await messageOf({ data: inside("few.csv") })).toMatch(
    /^compressStudent: data must have at least 10 labelled examples, got 5 with a label/,
  );
  expect(await messageOf({ teacher: [numbers.student] })).toMatch(
    /^compressStudent: teacher .* must answer as the student does \(classes: .*\), got numbers: label$/,
  );
  expect(await messageOf({ to: inside("full") })).toMatch(
    /^compressStudent: .*full exists already, and not from this search/,
  );
  expect(await messageOf({ to: student })).toMatch(
    /exists already, and not from this search; choose another directory$/,
  );
  expect(readdirSync(inside("full"))).toEqual(["notes.txt"]);
});

test("compressStudent chooses by a separate validation set, which it does not learn from", async () => {
  const [header, ...lines] = readFileSync(data, "utf8").trimEnd().split("\n");
  writeFileSync(inside("seen.csv"), [header, ...lines.slice(0, 200)].join("\n"));
  writeFileSync(inside("unseen.csv"), [header, ...lines.slice(200)].join("\n"));
  const sets = { data: inside("seen.csv"), validation: inside("unseen.csv"), methods: "quantise:8" };
  const { uncompressed, best } = await compress("separate", { ...sets, target: "drop<50" });
  const { model, description } = await loadStudent(student);
  const { dataset } = await loadExamples(description, inside("unseen.csv"));
  expect(uncompressed.figures.errors).toBe((await evaluate(model, dataset)).errors);
  expect(best!.figures.examples).toBe(50);
  writeFileSync(inside("few.csv"), [header, ...lines.slice(0, 3)].join("\n"));
  await expect(compress("few", { validation: inside("few.csv") })).rejects.toThrow(
    `compressStudent: validation must have at least 10 labelled examples, got 3 with a label in ${inside("few.csv")}`,
  );
});

test("compressStudent takes a student that gives variances, and a teacher only if it gives them, too", async () => {
  const numbers = await tinyStudent(inside("numbers-alone"), "numbers", { rows: 120, epochs: 5 });
  const alone = await loadStudent(numbers.student);
  const { dataset } = await loadExamples(alone.description, numbers.data);
  const model = createMlp({ exampleShape: [8], hiddenUnits: [32], classCount: 2, seed: 1 });
  await trainRegressor(model, withVariances(dataset), { epochs: 5, seed: 1 });
  await saveStudent(model, inside("unsure"), { dataset: withVariances(dataset), layout: alone.description.layout! });
  const options = {
    ...{ data: numbers.data, to: inside("unsure-small"), target: "drop<50", methods: "quantise:4", epochs: 1 },
    ...{ now: () => 0, signal: new AbortController().signal, onEvent: () => {} },
  };
  await expect(compressStudent(inside("unsure"), { ...options, teacher: [numbers.student] })).rejects.toThrow(
    "must answer as the student does (numbers with variances: label), got numbers: label",
  );
  expect(existsSync(inside("unsure-small"))).toBe(false);
  const { uncompressed, best } = await compressStudent(inside("unsure"), options);
  expect(best!.bytes).toBeLessThan(0.6 * uncompressed.bytes);
  expect(Object.keys(best!.figures)).toContain("nll");
  const written = await loadStudent(inside("unsure-small"));
  const [gaussians] = await written.predictGaussians(dataset);
  expect(gaussians!.label!.deviation).toBeGreaterThan(0);
  for (const one of [alone, written, model]) one.dispose();
});
