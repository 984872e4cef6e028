import { expect, it } from "vitest";
import { barsOf, judge } from "../src/bars.ts";
import { CASES } from "../src/cases.ts";
import { judgeLeak } from "../src/judge-leak.ts";
import { judgeResident } from "../src/judge-resident.ts";
import { lanesOf } from "../src/lanes.ts";
import { type CaseResult, turnsOf } from "../src/measure-case.ts";
import { type BenchResult, formatReport, formatSpread, formatTable } from "../src/report.ts";

const lane = (label: string, milliseconds: number, kernels?: number) => ({
  peer: label.split(",")[0]!,
  variant: label.includes(",") ? ("stock" as const) : ("own" as const),
  label,
  rounds: [[milliseconds], [milliseconds], [milliseconds]],
  ...(kernels === undefined ? {} : { kernels }),
});
const a: CaseResult = {
  id: "a",
  title: "a net",
  disagreement: 0,
  lanes: [
    lane("pytorch", 10),
    { peer: "stock-wasm", variant: "stock", label: "stock-wasm", failure: "it is ill" },
    lane("wasm-blas", 12.5),
  ],
};
const e1: CaseResult = {
  id: "e1",
  title: "a head",
  disagreement: 0,
  lanes: [lane("wasm", 1, 5), lane("wasm, tfjs's own", 2, 45)],
};
const memory = (end: Partial<Record<"tensors" | "wasmHeapBytes" | "residentBytes", number>> = {}) => [
  { step: 0, tensors: 9, wasmHeapBytes: 2 ** 20, residentBytes: 2 ** 26 },
  { step: 1000, tensors: 9, wasmHeapBytes: 2 ** 24, residentBytes: 2 ** 27 },
  { step: 10_000, tensors: 9, wasmHeapBytes: 2 ** 24, residentBytes: 2 ** 27, ...end },
];

it("a bar is reached, missed, or not measured for a reason", () => {
  const bars = barsOf(["a", "e1"], ["pytorch", "stock-wasm", "wasm-blas"], ["pytorch", "stock-wasm", "wasm-blas"]);
  const [againstStock, againstTorch, kernels] = bars.map((bar) => judge(bar, [a, e1]));
  expect(againstStock).toMatchObject({ verdict: "not measured", reason: "stock-wasm: it is ill", atLeast: 15 });
  expect(againstTorch).toMatchObject({ verdict: "missed", atLeast: 1, ratio: { median: 0.8 } });
  expect(kernels).toMatchObject({ verdict: "not measured", reason: "wasm-blas: did not run" });
});

it("the distillation head is held against tfjs's own way on the same backend, in kernels and in time", () => {
  const judged = barsOf(["e1"], ["wasm"], ["wasm"]).map((bar) => judge(bar, [e1]));
  expect(judged.map(({ counts, ratio, verdict }) => [counts, ratio?.median, verdict])).toEqual([
    ["kernels", 9, "reached"],
    ["time", 2, "reached"],
  ]);
});

it("a loss and an update must be several times as fast where there are kernels of ours, and on TensorFlow not slower", () => {
  const both = ["tfjs-node", "wasm"];
  const bars = barsOf(["e1", "f2"], both, both);
  expect(bars.map(({ caseId, subject, counts, atLeast }) => [caseId, subject, counts, atLeast])).toEqual([
    ["e1", "tfjs-node", "kernels", 1],
    ["e1", "wasm", "kernels", 3],
    ["e1", "tfjs-node", "time", 1],
    ["e1", "wasm", "time", 2],
    ["f2", "tfjs-node", "time", 1],
    ["f2", "wasm", "time", 3],
  ]);
});

it("barsOf(cases, asked, running) leaves out what was not asked for", () => {
  expect(barsOf(["a", "b"], ["wasm-blas", "pytorch"], []).map(({ caseId, against }) => [caseId, against])).toEqual([
    ["a", "pytorch"],
    ["b", "pytorch"],
  ]);
});

it("every peer runs whole steps; only the backends of this project run parts, each in two ways", () => {
  const [step, head] = [CASES[0]!, CASES.find(({ id }) => id === "e1")!];
  expect(lanesOf(step, ["pytorch", "stock-wasm", "wasm"]).map(({ variant }) => variant)).toEqual([
    "stock",
    "stock",
    "own",
  ]);
  expect(lanesOf(head, ["pytorch", "stock-wasm", "wasm"]).map(({ label }) => label)).toEqual([
    "wasm",
    "wasm, tfjs's own",
  ]);
});

it("stores are read by their readers and asked of the teacher again; epochs train on the fastest backends", () => {
  const [store, epoch] = [CASES.find(({ id }) => id === "h1")!, CASES.find(({ id }) => id === "h3")!];
  const peers = ["pytorch", "wasm-blas", "wasm", "soft-targets", "pyarrow"];
  expect(lanesOf(store, peers).map(({ label }) => label)).toEqual([
    "soft-targets, kept in memory",
    "soft-targets, by places in the files",
    "pyarrow, mapped files",
    "pyarrow, joined in memory",
    "wasm-blas, teacher asked again",
  ]);
  expect(lanesOf(epoch, peers).map(({ variant }) => variant)).toEqual([
    "labels",
    "memory",
    "kept",
    "placed",
    "teacher",
  ]);
  expect(lanesOf(CASES[0]!, peers).map(({ peer }) => peer)).toEqual(["pytorch", "wasm-blas", "wasm"]);
});

it("a store is held against pyarrow on the same files, and an epoch from it against logits in memory", () => {
  const bars = (asked: readonly string[]) => barsOf(["h1", "h2", "h3"], asked, asked);
  expect(bars(["soft-targets", "wasm"])).toEqual([]);
  expect(bars(["soft-targets", "pyarrow"]).map(({ caseId, subject }) => `${caseId} ${subject}`)).toEqual([
    "h1 soft-targets, kept in memory",
    "h1 soft-targets, by places in the files",
    "h2 soft-targets, kept in memory",
    "h2 soft-targets, by places in the files",
  ]);
  const [epoch] = bars(["wasm-blas"]);
  const h3 = (milliseconds: number): CaseResult => ({
    id: "h3",
    title: "an epoch",
    disagreement: 0,
    lanes: [lane("wasm-blas, store", milliseconds), lane("wasm-blas, logits in memory", 10)],
  });
  expect(judge(epoch!, [h3(10.9)]).verdict).toBe("reached");
  expect(judge(epoch!, [h3(11.1)]).verdict).toBe("missed");
});

it("judgeResident(results) asks stores that are read by places for no more memory with more batches or more rows", () => {
  const resident = (rows: number, end: number, isKept = false) => ({
    caseId: "h1",
    rows,
    isKept,
    memory: [50, 100, end].map((residentBytes, batches) => ({ batches, residentBytes })),
  });
  expect(judgeResident([resident(10, 100), resident(100, 104), resident(100, 200, true)])).toEqual({
    verdict: "reached",
    growth: 1.04,
    sizeRatio: 1.04,
  });
  expect(judgeResident([resident(10, 100), resident(100, 106)]).verdict).toBe("missed");
  expect(judgeResident([{ caseId: "h1", rows: 1, isKept: false, memory: { failure: "it is ill" } }]).verdict).toBe(
    "not measured",
  );
});

it("turnsOf(lanes, round) gives everyone one turn, and another order in each round", () => {
  const orders = [0, 1, 2].map((round) => turnsOf(["p", "q", "r"], round).join(""));
  expect(orders).toEqual(["pqr", "prq", "rpq"]);
  expect(turnsOf([], 3)).toEqual([]);
});

it("judgeLeak(memory) asks for no tensor, no heap, and no resident size above 5% more", () => {
  expect(judgeLeak(memory())).toEqual({ verdict: "reached", moreTensors: 0, heapGrowth: 0, residentRatio: 1 });
  expect(judgeLeak(memory({ tensors: 10 }))).toMatchObject({ verdict: "missed", moreTensors: 1 });
  expect(judgeLeak(memory({ wasmHeapBytes: 2 ** 25 }))).toMatchObject({ verdict: "missed", heapGrowth: 2 ** 24 });
  expect(judgeLeak(memory({ residentBytes: 1.06 * 2 ** 27 })).verdict).toBe("missed");
});

it("formatSpread(spread) writes three digits, and quartiles where there are some", () => {
  expect(formatSpread({ median: 12.345, lower: 1234.5, upper: 0.12345 })).toBe("12.3 (1235–0.123)");
  expect(formatSpread({ median: 3, lower: 3, upper: 3 })).toBe("3.00");
});

it("formatTable(rows) aligns its columns", () => {
  expect(
    formatTable([
      ["", "long head"],
      ["cell", "x"],
    ]),
  ).toBe("|      | long head |\n|------|-----------|\n| cell | x         |");
});

it("formatReport(result) has the times, who cannot and why, the bars and the machine", () => {
  const result: BenchResult = {
    machine: { processor: "P", cores: 2 },
    threads: 2,
    quick: true,
    rounds: 3,
    peers: { wasm: { tfjs: "4.22.0" } },
    skipped: { "tfjs-node": "is not installed" },
    cases: [a, e1],
    judgements: barsOf(["a"], ["pytorch", "wasm-blas"], []).map((bar) => judge(bar, [a])),
    resident: [
      {
        caseId: "h1",
        rows: 10_000,
        isKept: false,
        memory: memory().map(({ step, residentBytes }) => ({ batches: step, residentBytes })),
      },
    ],
    leak: memory(),
  };
  const report = formatReport(result);
  expect(report).toContain("| stock-wasm | cannot    |\n");
  expect(report).toContain("- (a) stock-wasm cannot: it is ill\n");
  expect(report).toContain("| wasm, tfjs's own | 2.00, 45    |\n");
  expect(report).toContain("| (a)  | wasm-blas | pytorch | times as fast | 1×       | 0.800    | missed |\n");
  expect(report).toContain("1.000× since the first tenth of the batches, 1.000× with ten times the rows");
  expect(report).toContain(
    "| (h1) | 10,000 | by places in the files | 64.0        | 128.0         | 128.0             |",
  );
  expect(report).toContain("0 tensors more, wasm heap 0.0 MiB more since the first tenth");
  expect(report).toContain(
    "processor P, cores 2; 2 threads for every peer that has a choice; 3 rounds (--quick: too few to quote)\n",
  );
  expect(report).toContain("- tfjs-node skipped: is not installed\n");
});
