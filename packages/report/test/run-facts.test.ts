import { expect, it } from "vitest";
import { runFacts } from "../src/index.ts";
import { tinyRecord } from "./tiny-record.ts";

const record = tinyRecord({ teacher: { 1: 3 }, student: { 1: 6, 2: 7 } });

it("runFacts(record) has the data, its parts and the nets, with nouns that agree with their counts", () => {
  const sizes = { training: 8000, transfer: 1, validation: 0, test: 200, unlabelled: 3 };
  expect(runFacts({ ...record, dataset: { ...record.dataset, sizes, isHeldOut: true } })).toEqual([
    ["data", "toy"],
    ["classes", "2"],
    ["trained on", "8,000 examples"],
    ["students trained on", "1 example"],
    ["tested on", "200 examples held out of the training set"],
    ["unlabelled", "3 examples"],
    ["teacher", "1"],
    ["students", "2"],
  ]);
});

it("runFacts(record) does not count a transfer set that is the training set, nor classes where there are none", () => {
  const dataset = { name: "toy", sizes: { training: 10, transfer: 10, test: 20 }, classNames: [] };
  expect(runFacts({ ...record, dataset, nets: [] })).toEqual([
    ["data", "toy"],
    ["trained on", "10 examples"],
    ["tested on", "20 examples"],
  ]);
});
