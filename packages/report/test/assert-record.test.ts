import { describe, expect, it } from "vitest";
import { assertRecord, type NetRecord, type RunRecord } from "../src/index.ts";
import { MNIST_RECORD } from "./make-mnist-record.ts";
import { makeRecord } from "./make-record.ts";
import { tinyRecord } from "./tiny-record.ts";

const record = makeRecord({ examples: 1, seeds: [1, 2], epochs: 1 });
const inNet = (change: Readonly<Record<string, unknown>>): RunRecord => ({
  ...record,
  nets: [record.nets[0]!, { ...record.nets[1]!, ...change } as NetRecord],
});
const inData = (change: Readonly<Record<string, unknown>>): RunRecord => ({
  ...record,
  dataset: { ...record.dataset, ...change } as RunRecord["dataset"],
});
const inExample = (change: object): RunRecord => ({ ...record, examples: [{ ...record.examples[0]!, ...change }] });
const inRun = (change: object): RunRecord => ({ ...record, ...change });
const picture = record.examples[0]!.picture!;
const lacking = MNIST_RECORD.nets.find(({ corrected }) => corrected)!;
const inCorrected = (corrected: object): RunRecord => ({
  ...MNIST_RECORD,
  nets: [{ ...lacking, corrected: { ...lacking.corrected!, ...corrected } as NetRecord["corrected"] & object }],
});
const { byShares, byTestErrors } = lacking.corrected!;

describe("assertRecord(functionName, record)", () => {
  it.each([
    ["of a run", record],
    ["of section 3", MNIST_RECORD],
    ["without nets", tinyRecord({})],
    ["without classes", inRun({ dataset: { name: "toy", sizes: {}, classNames: [] }, examples: [], nets: [] })],
    ["of a net that diverged", inNet({ figures: { errors: Number.NaN, nll: Infinity } })],
  ])("accepts a record %s", (_, given) => {
    expect(assertRecord("show", given)).toBeUndefined();
  });

  it.each<[string, RunRecord]>([
    ["record.title must be a string, got undefined", inRun({ title: undefined })],
    ["record.spec must be an object, got an array of length 0", inRun({ spec: [] })],
    ["record.command must be a string, got 7", inRun({ command: 7 })],
    ["record.dataset.classNames must be an array of strings, got an array of length 1", inData({ classNames: [1] })],
    ["record.dataset.sizes must be an object of numbers, got an object", inData({ sizes: { test: "10" } })],
    ["record.dataset.isHeldOut must be true or false, got 1", inData({ isHeldOut: 1 })],
    ["record.metrics[0].title must be a string, got undefined", inRun({ metrics: [{ key: "f1" }] })],
    [
      'record.metrics[0].format must be one of "count", "share", "number", got "percent"',
      inRun({ metrics: [{ key: "f1", title: "F1", format: "percent" }] }),
    ],
    ["record.failures[0].message must be a string, got undefined", inRun({ failures: [{ name: "a" }] })],
    [
      "record.references[0].value must be a number, got undefined",
      inRun({ references: [{ source: "paper", net: "big", metric: "errors" }] }),
    ],
    ["record.examples must be an array of objects, got undefined", inRun({ examples: undefined })],
    ["record.examples[0].label must be an integer, at least 0 and below 10, got 10", inExample({ label: 10 })],
    ["record.examples[0].picture.width must be a number, got undefined", inExample({ picture: { pixels: [] } })],
    [
      "record.examples[0].picture.pixels must have shape [756], got [784]",
      inExample({ picture: { ...picture, height: 27 } }),
    ],
    ["record.nets[1].role must be a string, got undefined", inNet({ role: undefined })],
    ["record.nets[1].seed must be a number, got null", inNet({ seed: null })],
    ["record.nets[1].figures must be an object of numbers, got an object", inNet({ figures: { errors: "9" } })],
    ["record.nets[1].history must be an array of objects, got an array of length 1", inNet({ history: [7] })],
    ["record.nets[1].history[0].terms must be an object of numbers, got undefined", inNet({ history: [{ epoch: 1 }] })],
    ["record.nets[1].teacher.name must be a string, got 1", inNet({ teacher: { name: 1 } })],
    [
      "record.nets[1].figures.errors must be a number from 0 to 2000 (as sizes.test), got 2001",
      inNet({ figures: { errors: 2001 } }),
    ],
    [
      "record.nets[1].figures.errors must be a number from 0 to 2000 (as sizes.test), got -1",
      inNet({ figures: { errors: -1 } }),
    ],
    ["record.nets[1].omit[0] must be an integer, at least 0 and below 10, got 10", inNet({ omit: [10] })],
    ["record.nets[1].only[1] must be an integer, at least 0 and below 10, got -1", inNet({ only: [0, -1] })],
    [
      "record.nets[1].confusion must have shape [10, 10] (as classNames), got [1, 9]",
      inNet({ confusion: [Array(9).fill(0)] }),
    ],
    ["record.nets[1].exampleLogits must have shape [1] (as examples), got [0]", inNet({ exampleLogits: [] })],
    [
      "record.nets[1].exampleLogits[0] must have shape [10] (as classNames), got [2]",
      inNet({ exampleLogits: [[1, 2]] }),
    ],
    [
      "record.nets[2].seed must differ from that of record.nets[1], a net of the same name, got 1",
      { ...record, nets: [...record.nets.slice(0, 2), record.nets[1]!] },
    ],
    [
      "record.nets[0].corrected.byTestErrors must be an object, got undefined",
      inCorrected({ byTestErrors: undefined }),
    ],
    [
      "record.nets[0].corrected.byTestErrors.shift must be a number, got undefined",
      inCorrected({ byTestErrors: { ...byTestErrors, shift: undefined } }),
    ],
    [
      "record.nets[0].corrected.byShares.figures.errors must be a number from 0 to 1000 (as sizes.test), got 1001",
      inCorrected({ byShares: { ...byShares, figures: { errors: 1001 } } }),
    ],
    [
      "record.nets[0].corrected.byShares.biases must have shape [1] (as omit or only), got [2]",
      inCorrected({ byShares: { ...byShares, biases: [1, 2] } }),
    ],
  ])("says: %s", (message, broken) => {
    expect(() => assertRecord("show", broken)).toThrow(`show: ${message}`);
  });
});
