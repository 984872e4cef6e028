import { writeFileSync } from "node:fs";
import { classCounts, datasetSize } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { loadData } from "../src/load-data.ts";
import { tinySpec } from "./fixtures/tiny-spec.ts";

const inside = useTemporaryDirectory();
const where = (over: object = {}) => ({
  dataDir: undefined,
  environment: {},
  signal: new AbortController().signal,
  onDownload: () => {},
  ...over,
});

describe("loadData(spec, options)", () => {
  test("splits validation off the training set and cuts the transfer set out of the rest", async () => {
    const { training, transfer, validation, test } = await loadData(tinySpec(), where());
    expect([training, transfer, validation!, test].map(datasetSize)).toEqual([250, 150, 50, 100]);
    const trainingIds = new Set(training.rows);
    expect(Array.from(transfer.rows).every((id) => trainingIds.has(id))).toBe(true);
    expect(Array.from(validation!.rows).some((id) => trainingIds.has(id))).toBe(false);
  });

  test("gives the same data every time", async () => {
    const [first, second] = [await loadData(tinySpec(), where()), await loadData(tinySpec(), where())];
    expect(first.transfer.rows).toEqual(second.transfer.rows);
    expect(first.test.columns).toEqual(second.test.columns);
  });

  test("leaves classes out of the transfer set alone", async () => {
    const { training, transfer } = await loadData(tinySpec({ omit: [3], transferSize: 100 }), where());
    expect(classCounts(transfer)[3]).toBe(0);
    expect(classCounts(training)[3]).toBeGreaterThan(0);
    const only = await loadData(tinySpec({ only: [7, 8], transferSize: 40 }), where());
    expect(Array.from(classCounts(only.transfer)).filter((count) => count > 0)).toHaveLength(2);
  });

  test("needs no validation set", async () => {
    expect((await loadData(tinySpec({ validationSize: 0 }), where())).validation).toBeUndefined();
  });

  test("reads MNIST from --data-dir, else from DARK_KNOWLEDGE_DATA, and names what is missing there", async () => {
    const spec = tinySpec({ dataset: "mnist" });
    await expect(loadData(spec, where({ dataDir: inside("given") }))).rejects.toThrow(inside("given"));
    const environment = { DARK_KNOWLEDGE_DATA: inside("shared") };
    await expect(loadData(spec, where({ environment }))).rejects.toThrow(inside("shared", "mnist"));
    const both = { dataDir: inside("given"), environment };
    await expect(loadData(spec, where(both))).rejects.toThrow(inside("given"));
    writeFileSync(inside("train-images-idx3-ubyte"), "no digits");
    await expect(loadData(spec, where({ dataDir: inside() }))).rejects.toThrow(/^loadMnist: /);
  });

  test("names what is wrong", async () => {
    const rejects = (over: object, text: string) => expect(loadData(tinySpec(over), where())).rejects.toThrow(text);
    await rejects({ omit: [10] }, "spec: omit and only must name classes from 0 to 9, got 10");
    await rejects({ validationSize: 300 }, "spec: validationSize must be below the 300 training examples, got 300");
    await rejects({ omit: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }, "spec: omit leaves no example in the transfer set");
    await rejects({ transferSize: 251 }, "spec: transferSize must be at most 250, got 251");
    await rejects({ omit: [3], transferSize: 250 }, "spec: transferSize must be at most 22");
  });
});
