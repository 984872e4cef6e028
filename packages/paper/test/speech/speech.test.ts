import { readFileSync } from "node:fs";
import { selectBackend } from "@dark-knowledge/backend";
import { createInlineRunner } from "@dark-knowledge/pipeline";
import type { NetRecord } from "@dark-knowledge/report";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { runExperiment } from "../../src/run-experiment.ts";
import type { LeftOutRecord } from "../../src/speech/internal/left-out-record.ts";
import type { ChosenSoftening } from "../../src/speech/internal/softening.ts";
import type { SpokenExample } from "../../src/speech/internal/spoken-example.ts";
import type { TunedDecoding } from "../../src/speech/internal/tune-decoding.ts";
import { speech } from "../../src/speech/speech.ts";
import type { ChoiceOfStrength } from "../../src/speech/speech-record.ts";
import { speechTables } from "../../src/speech/speech-tables.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { TINY_AN4 } from "../fixtures/tiny-an4.ts";
import { TINY_DIGITS } from "../fixtures/tiny-digits.ts";
import { writeAn4 } from "../fixtures/write-an4.ts";
import { writeDigits } from "../fixtures/write-digits.ts";

const inside = useTemporaryDirectory();

test("the two sizes of the made-up language, AN4 and digits have folders of their own; a run is known by its data", () => {
  const data = { path: "files", fingerprint: "f" };
  const specs = [{}, { dataset: "made-up-small" }, { data }, { dataset: "digits", data }].map((parts) =>
    speech.resolve(parts),
  );
  expect(specs.map(speech.folder)).toEqual(["speech", "speech-small", "speech-an4", "speech-digits"]);
  expect(specs.map(speech.takesDirectory)).toEqual([false, false, false, false]);
  expect(speech.identify(specs[3]!)).toMatchObject({ fingerprint: "f", settings: { joined: { longest: 7 } } });
  const { utterances, past, future } = specs[1]!;
  expect(speech.identify(specs[1]!)).toEqual({ dataset: "made-up-small", utterances, past, future, language: 2 });
  const identity = speech.identify(specs[2]!);
  expect(identity).toMatchObject({ dataset: "an4", fingerprint: "f", settings: { validationSpeakers: 8 } });
  // Other tables and ways to decode are of the same frames.
  const others = { tables: ["sizes"], decoding: { beam: 9 }, candidates: [], unlabelled: { seeds: [7] } };
  expect(speech.identify(speech.resolve({ ...specs[2] }, { an4: others }))).toEqual(identity);
});

test("a database in the format of AN4 becomes all tables, and what validation chooses is taken over", async () => {
  // A temperature that no candidate has: it must not be used.
  const spec = speech.resolve(TINY_AN4, { temperature: 3, data: { path: writeAn4(inside("an4")) } });
  const { record, failures } = await runExperiment(speech, spec, {
    directory: inside("run"),
    source: dataSource({ cache: inside("cache") }),
    runner: createInlineRunner(),
    choice: await selectBackend({ prefer: ["wasm"] }),
    signal: new AbortController().signal,
    onEvent() {},
  });
  expect([...failures]).toEqual([]);
  const found = (name: string, seed = 1): NetRecord => {
    const net = record.nets.find((one) => one.name === name && one.seed === seed);
    if (net === undefined) throw new Error(`no ${name} ${seed}`);
    return net;
  };
  // One of the candidates is the first distilled net; the second is trained like it.
  const { candidates, ...chosen } = (record.extras as { choice: ChosenSoftening }).choice;
  expect(candidates).toHaveLength(2);
  const { wordErrorRate, ...figures } = found("distilled").figures;
  expect(wordErrorRate).toBeLessThan(1);
  expect(found(`T = ${chosen.temperature}, ${chosen.hardWeight} on labels`).figures).toEqual(figures);
  expect(found("distilled", 2).temperature).toBe(chosen.temperature);
  expect(found("distilled", 2).figures.accuracy).not.toBe(figures.accuracy);
  // Far better than one of 21 states by chance.
  expect(found("single").figures.accuracy).toBeGreaterThan(0.25);
  expect(found("single").figures.trainingAccuracy).toBeGreaterThan(0.25);
  const [whole, share] = [found("single"), found("labels")].map(({ transferSize }) => transferSize!);
  expect(share).toBe(Math.round(0.3 * whole!));
  expect(found("soft targets").transferSize).toBe(share);
  expect(found("labels, stopped early").history!.length).toBeLessThanOrEqual(found("labels").history!.length);
  for (const rival of ["label smoothing", "more dropout", "weight decay", "confidence penalty"]) {
    expect(found(rival).table).toBe("30 % of the frames");
    expect(found(rival).figures.nll).not.toBe(found("labels").figures.nll);
  }
  // The better strength on validation is taken over by the first net, and trained with again by the second.
  const { strengths } = record.extras as { strengths: readonly ChoiceOfStrength[] };
  expect(strengths.map(({ name }) => name)).toEqual(["soft targets", "label smoothing"]);
  for (const { name, labels, chosen: best, validationAccuracies } of strengths) {
    expect(validationAccuracies[best]).toBe(Math.max(...validationAccuracies));
    const { wordErrorRate: _, ...ofFirst } = found(name).figures;
    expect(found(`${name}, ${labels[best]}`).figures).toEqual(ofFirst);
    expect(found(name, 2).figures.nll).not.toBe(found(name).figures.nll);
  }
  const [softened] = strengths;
  expect(found("soft targets", 2).temperature).toBe([2, 5][softened!.chosen]);
  const table = speechTables(record).find(({ title }) => title === "Strengths of the regularisers");
  expect(table!.rows.filter(({ cells }) => cells.at(-1) === "chosen").map(({ cells }) => cells.slice(0, 2))).toEqual(
    strengths.map(({ name, labels, chosen: best }) => [name, labels[best]]),
  );
  expect(speech.files(record)["report.html"]).toContain("Table: Strengths of the regularisers");
  // Half of the speakers are labelled; only one net sees the frames of the others.
  expect(found("part, labels").transferSize).toBeLessThan(0.7 * whole!);
  expect(found("part, distilled").transferSize).toBe(found("part, labels").transferSize);
  expect(found("all frames, distilled").transferSize).toBe(whole);
  for (const name of ["part, distilled", "all frames, distilled"]) {
    expect(found(name).temperature).toBe(chosen.temperature);
  }
  expect(found("4, distilled").parameters).toBe(found("4, labels").parameters);
  expect(found("ensemble").figures.accuracy).not.toBe(found("ensemble-by-other-mean").figures.accuracy);
  expect(record.extras).toMatchObject({ example: { word: "SEVEN" } });
  const { decoding } = record.extras as { decoding: TunedDecoding };
  expect(decoding).toMatchObject({ languageWeight: 1, insertionPenalty: 0 });
  const [dear, free] = decoding.candidates.map(({ wordErrorRate }) => wordErrorRate);
  expect(dear).toBeGreaterThan(free!);

  const { example } = record.extras as { example: SpokenExample };
  expect(example.phones.map(({ phone }) => phone).join(" ")).toMatch(/SIL S EH N OW /);
  expect(example.phones.at(-1)!.end).toBe(example.features.length);
  expect(example.nets.map(({ name }) => name)).toEqual(["single", "ensemble", "distilled"]);
  for (const { posteriors } of example.nets) {
    expect(posteriors).toHaveLength(example.features.length);
    for (const probs of posteriors) expect(probs.reduce((sum, prob) => sum + prob, 0)).toBeLessThan(1.01);
  }
  expect(record.dataset.sizes).toMatchObject({ training: whole, "test words": expect.any(Number) });
});

test("recordings of digits become the same table, a record that says how they are heard, and a page", async () => {
  const spec = speech.resolve(TINY_DIGITS, { data: { path: writeDigits(inside("digits")) } });
  const { record, failures, pages } = await runExperiment(speech, spec, {
    directory: inside("run"),
    source: dataSource({ cache: inside("cache") }),
    runner: createInlineRunner(),
    choice: await selectBackend({ prefer: ["wasm"] }),
    signal: new AbortController().signal,
    onEvent() {},
  });
  expect([...failures]).toEqual([]);
  expect(record).toMatchObject({
    title: "Acoustic models: spoken digits",
    dataset: { name: "spoken digits", sizes: { "test words": 30 } },
    extras: {
      facts: [expect.stringContaining("spoken digits of 3 speakers at 8000 samples a second")],
      decoding: { insertionPenalty: 10 },
    },
  });
  const [single] = record.nets.filter(({ name }) => name === "single");
  // Phones of the made-up voices are easily told apart.
  expect(single!.figures.accuracy).toBeGreaterThan(0.7);
  expect(single!.figures.wordErrorRate).toBeLessThan(0.1);
  const { example, speakers } = record.extras as { example: SpokenExample; speakers: LeftOutRecord };
  expect(example.word).toMatch(/^(ZERO|SIX|SEVEN)$/);
  // Each speaker is left out once, and every frame and word of the training set counts once.
  expect(speakers.folds).toEqual([["ann"], ["bob"], ["cat"]]);
  const result = (stage: string) => JSON.parse(readFileSync(inside("run", "stages", stage, "result.json"), "utf8"));
  for (const { folds, figures } of speakers.nets) {
    expect(folds.reduce((sum, { frames }) => sum + frames, 0)).toBe(record.dataset.sizes.training);
    expect(folds.map(({ words }) => words)).toEqual([40, 40, 40]);
    expect(figures.wordErrorRate).toBeLessThan(0.3);
  }
  expect(speakers.nets.map(({ name, seed }) => `${name} ${seed}`)).toEqual([
    ...["single 1", "single 2", "single, no dropout 1", "ensemble 1", "distilled 1"],
  ]);
  const [one] = speakers.nets;
  [0, 1, 2].forEach((fold) => {
    const { transferSize, figures } = result(`left-${fold}-single-1`);
    expect(transferSize + one!.folds[fold]!.frames).toBe(record.dataset.sizes.training);
    expect(one!.folds[fold]!.errors).toBe(figures.errors);
  });
  expect(speech.files(record)["table.md"]).toMatch(/Speakers that no net has heard[\s\S]*of ann .* of bob .* of cat/);
  expect(speech.files(record)["report.html"]).toContain("Other speakers");
  expect(speech.files(record)["table.md"]).toContain("Validation: recordings that nothing was trained on");
  expect(Object.keys(pages)).toEqual(["recogniser"]);
});

test("with tied states, a database in the format of AN4 has more states, and its example the same phones", async () => {
  const tables = { an4: { tables: ["ensemble"], candidates: [] }, members: [1, 2], seeds: [1], controls: [1] };
  const spec = speech.resolve(TINY_AN4, tables, { data: { path: writeAn4(inside("an4")) }, states: { tied: 26 } });
  expect(speech.identify(spec)).toMatchObject({ states: { tied: 26 } });
  const { record, failures, pages } = await runExperiment(speech, spec, {
    directory: inside("run"),
    source: dataSource({ cache: inside("cache") }),
    runner: createInlineRunner(),
    choice: await selectBackend({ prefer: ["wasm"] }),
    signal: new AbortController().signal,
    onEvent() {},
  });
  expect([...failures]).toEqual([]);
  // More than the 21 of seven phones; each has 20 frames at least.
  expect(record.dataset.classNames!.length).toBeGreaterThan(21);
  expect(record.dataset.classNames!.length).toBeLessThanOrEqual(26);
  expect(record.dataset.classNames!.some((name) => name.endsWith(".2"))).toBe(true);
  const { example } = record.extras as { example: SpokenExample };
  expect(example.phones.map(({ phone }) => phone).join(" ")).toMatch(/SIL S EH N OW /);
  for (const { posteriors } of example.nets) {
    for (const probs of posteriors) expect(probs.reduce((sum, prob) => sum + prob, 0)).toBeLessThan(1.01);
  }
  expect(record.nets.map(({ name }) => name)).toContain("single, no dropout");
  expect(Object.keys(pages)).toEqual(["recogniser"]);
});

test("where folds of the speakers decide, every frame that nets learn from counts once for each candidate", async () => {
  const tables = { tables: ["ensemble"], folds: 2 };
  const sizes = { members: [1], seeds: [1, 2], controls: [1] };
  const spec = speech.resolve(TINY_AN4, sizes, { an4: tables, data: { path: writeAn4(inside("an4")) } });
  const { record, failures } = await runExperiment(speech, spec, {
    directory: inside("run"),
    source: dataSource({ cache: inside("cache") }),
    runner: createInlineRunner(),
    choice: await selectBackend({ prefer: ["wasm"] }),
    signal: new AbortController().signal,
    onEvent() {},
  });
  expect([...failures]).toEqual([]);
  const result = (stage: string) => JSON.parse(readFileSync(inside("run", "stages", stage, "result.json"), "utf8"));
  const { candidates, ...chosen } = (record.extras as { choice: ChosenSoftening }).choice;
  const frames = record.dataset.sizes.training!;
  const accuracies = ["candidate-2-0.5", "candidate-4-0.2"].map((name) => {
    const folds = [0, 1].map((fold) => result(`fold-${fold}-${name}`));
    // What one fold learned from is what the other one is measured on.
    expect(folds[0].transferSize + folds[1].transferSize).toBe(frames);
    return 1 - (folds[0].figures.errors + folds[1].figures.errors) / frames;
  });
  expect(candidates.map(({ validationAccuracy }) => validationAccuracy)).toEqual(accuracies);
  expect(chosen.temperature).toBe(accuracies[0]! >= accuracies[1]! ? 2 : 4);
  const distilled = record.nets.filter(({ name }) => name === "distilled");
  expect(distilled.map(({ temperature }) => temperature)).toEqual([chosen.temperature, chosen.temperature]);
  expect(speech.files(record)["table.md"]).toContain("One net in each of 2 folds of the training speakers");
});
