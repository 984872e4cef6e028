import { describe, expect, it } from "vitest";
import { type MnistRecord, mnistReport, parseMnistRecord } from "../src/index.ts";
import { MNIST_RECORD } from "./make-mnist-record.ts";

const { nets, ...run } = MNIST_RECORD;
const linesOf = (...values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join("\n");
const first = { kind: "run", ...run };
const net = { kind: "net", ...nets[0]! };

describe("parseMnistRecord(lines)", () => {
  it("gives the record whose lines they are, with a line break at the end or not", () => {
    const lines = linesOf(first, ...nets.map((one) => ({ kind: "net", ...one })));
    const parsed: MnistRecord = parseMnistRecord(lines);
    expect(parsed).toEqual(MNIST_RECORD);
    expect(parseMnistRecord(`${lines}\n`)).toEqual(MNIST_RECORD);
    expect(mnistReport(parsed) === mnistReport(MNIST_RECORD)).toBe(true);
  });

  it("reads numbers that JSON does not have as NaN, so that they are not taken for 0", () => {
    const lines = linesOf(first, { ...net, nll: Number.NaN });
    expect(lines).toContain('"nll":null');
    expect(parseMnistRecord(lines).nets[0]!.nll).toBeNaN();
    expect(mnistReport(parseMnistRecord(lines))).toContain('<td class="number">NaN</td>');
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
    ["line 1 must have dataset, got none", linesOf({ ...first, dataset: undefined })],
    ["line 2 must have confusion, got none", linesOf(first, { ...net, confusion: undefined })],
  ])("says %s", (message, lines) => {
    expect(() => parseMnistRecord(lines)).toThrow(`parseMnistRecord: ${message}`);
  });
});
