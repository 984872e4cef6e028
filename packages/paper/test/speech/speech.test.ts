import { selectBackend } from "@dark-knowledge/backend";
import { createInlineRunner } from "@dark-knowledge/pipeline";
import type { NetRecord } from "@dark-knowledge/report";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { runExperiment } from "../../src/run-experiment.ts";
import type { ChosenSoftening } from "../../src/speech/internal/choose-softening.ts";
import type { SpokenExample } from "../../src/speech/internal/spoken-example.ts";
import type { TunedDecoding } from "../../src/speech/internal/tune-decoding.ts";
import { speech } from "../../src/speech/speech.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { TINY_AN4 } from "../fixtures/tiny-an4.ts";
import { writeAn4 } from "../fixtures/write-an4.ts";

const inside = useTemporaryDirectory();

test("the two sizes of the made-up language, and AN4, have folders of their own; a run is known by its data", () => {
  const specs = [{}, { dataset: "made-up-small" }, { data: { path: "an4", fingerprint: "f" } }].map((parts) =>
    speech.resolve(parts),
  );
  expect(specs.map(speech.folder)).toEqual(["speech", "speech-small", "speech-an4"]);
  expect(specs.map(speech.takesDirectory)).toEqual([false, false, false]);
  const { utterances, past, future } = specs[1]!;
  expect(speech.identify(specs[1]!)).toEqual({ dataset: "made-up-small", utterances, past, future });
  const identity = speech.identify(specs[2]!);
  expect(identity).toMatchObject({ dataset: "an4", fingerprint: "f", settings: { validationSpeakers: 8 } });
  // Other tables and ways to decode are of the same frames.
  const others = { tables: ["sizes"], decoding: { beam: 9 }, candidates: [], unlabelled: { seeds: [7] } };
  expect(speech.identify(speech.resolve({ ...specs[2] }, { an4: others }))).toEqual(identity);
});

test("a database in the format of AN4 becomes all tables, and what validation chooses is taken over", async () => {
  const spec = speech.resolve(TINY_AN4, { data: { path: writeAn4(inside("an4")) } });
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
  // Half of the speakers are labelled; only one net sees the frames of the others.
  expect(found("part, labels").transferSize).toBeLessThan(0.7 * whole!);
  expect(found("part, distilled").transferSize).toBe(found("part, labels").transferSize);
  expect(found("all frames, distilled").transferSize).toBe(whole);
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
