import { describe, expect, it } from "vitest";
import { htmlReport, parseRecord, recordLines } from "../src/index.ts";
import { MNIST_RECORD } from "./make-mnist-record.ts";
import { makeRecord } from "./make-record.ts";

const { nets, ...run } = makeRecord({ examples: 1, epochs: 2 });
const linesOf = (...values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join("\n");
const first = { kind: "run", ...run };
const net = { kind: "net", ...nets[0]! };

describe("parseRecord(lines)", () => {
  it.each([
    ["a run", { ...run, nets }],
    ["section 3", MNIST_RECORD],
  ])("gives the record of %s whose lines they are, with a line break at the end or not", (_, record) => {
    const lines = recordLines(record);
    expect(parseRecord(lines)).toEqual(record);
    expect(parseRecord(lines.slice(0, -1).replaceAll("\n", "\r\n"))).toEqual(record);
    expect(htmlReport(parseRecord(lines)) === htmlReport(record)).toBe(true);
  });

  it("reads numbers that JSON does not have as NaN, so that they are not taken for 0", () => {
    const lines = linesOf(first, { ...net, figures: { errors: 3, nll: Number.NaN } });
    expect(lines).toContain('"nll":null');
    expect(parseRecord(lines).nets[0]!.figures.nll).toBeNaN();
    expect(htmlReport(parseRecord(lines))).toContain('<td class="number">NaN</td>');
  });

  it("reads logits of classes that a net holds impossible as −∞", () => {
    const exampleLogits = [[0, -Infinity, ...Array.from({ length: 8 }, (_, index) => index)]];
    const record = { ...run, nets: [{ ...nets[0]!, exampleLogits }] };
    const lines = recordLines(record);
    expect(lines).toContain('"exampleLogits":[[0,null,0,1,');
    expect(parseRecord(lines)).toEqual(record);
    expect(htmlReport(parseRecord(lines)) === htmlReport(record)).toBe(true);
  });

  it("says which logits are no numbers", () => {
    const lines = linesOf(first, { ...net, exampleLogits: [7] });
    expect(() => parseRecord(lines)).toThrow(
      "parseRecord: line 2: exampleLogits must be an array of arrays of numbers, got an array of length 1",
    );
  });

  it.each([
    ['line 1 must be JSON, got ""', ""],
    ['line 1 must be JSON, got "no record"', "no record"],
    ['line 1 must be an object with kind "run", got "net"', linesOf(net)],
    ['line 1 must be an object with kind "run", got null', "null"],
    ['line 1 must be an object with kind "run", got 7', "7"],
    ['line 2 must be an object with kind "net", got "run"', linesOf(first, first)],
    ['line 3 must be JSON, got "{\\"kind\\":\\"net\\""', `${linesOf(first, net)}\n{"kind":"net"`],
    ['line 2 must be JSON, got ""', `${linesOf(first)}\n\n${linesOf(net)}`],
    ["line 1: dataset must be an object, got undefined", linesOf({ ...first, dataset: undefined })],
    ["line 1: experiment must be a string, got null", linesOf({ ...first, experiment: null })],
    ["line 2: figures must be an object of numbers, got undefined", linesOf(first, { ...net, figures: undefined })],
    ['line 3: seed must be a number, got "1"', linesOf(first, net, { ...net, seed: "1" })],
    ["line 3: seed must differ from that of line 2, a net of the same name, got 1", linesOf(first, net, net)],
  ])("says %s", (message, lines) => {
    expect(() => parseRecord(lines)).toThrow(`parseRecord: ${message}`);
  });
});
