import type { Judgement } from "./bars.ts";
import { CASES, type Case } from "./cases.ts";
import { FLAT_RATIO, judgeLeak } from "./judge-leak.ts";
import { judgeResident } from "./judge-resident.ts";
import type { CaseResult, LaneResult } from "./measure-case.ts";
import type { ResidentResult } from "./measure-resident.ts";
import type { MemorySample } from "./protocol.ts";
import { type Spread, spreadOf } from "./statistics.ts";

/** All that one run found: plain data, which goes into `peers.json` as it is. */
export interface BenchResult {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly threads: number;
  readonly quick: boolean;
  readonly rounds: number;
  /** What each peer ran on. */
  readonly peers: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;
  /** The peers that could not run here, and why. */
  readonly skipped: Readonly<Record<string, string>>;
  readonly cases: readonly CaseResult[];
  readonly judgements: readonly Judgement[];
  /** The memory of readers of stores of two sizes. */
  readonly resident?: readonly ResidentResult[];
  readonly leak?: readonly MemorySample[] | { readonly failure: string };
}

/** The result as Markdown, whose tables can be read in a terminal too. */
export function formatReport(result: BenchResult): string {
  const ofKind = (...kinds: readonly Case["kind"][]) =>
    result.cases.filter(({ id }) => CASES.some((one) => one.id === id && kinds.includes(one.kind)));
  const [steps, parts, stores, epochs] = [ofKind("step"), ofKind("head", "update"), ofKind("store"), ofKind("epoch")];
  const sections = [
    ...(steps.length > 0
      ? [
          "## Training steps",
          "Milliseconds per step: median (quartiles). Forward, soft and hard cross-entropy at T = 20, backward, momentum update.",
          laneTable(steps, (lane) => timesOf(lane)),
          failuresOf(steps),
        ]
      : []),
    ...(parts.length > 0
      ? [
          "## Parts of a step",
          "Milliseconds: median (quartiles), then the number of kernels. Ours, and the same of tfjs's own functions on the same backend.",
          laneTable(parts, (lane) => `${timesOf(lane)}${"kernels" in lane ? `, ${lane.kernels}` : ""}`),
          failuresOf(parts),
        ]
      : []),
    ...(stores.length > 0
      ? [
          "## Reading soft targets",
          "Milliseconds per random batch: median (quartiles). Ours finds rows by id and gives float32; pyarrow's `take` is given row numbers and gives float16. The teacher's features are on its backend already.",
          laneTable(stores, (lane) => timesOf(lane)),
          failuresOf(stores),
        ]
      : []),
    ...(result.resident === undefined ? [] : [residentText(result.resident)]),
    ...(epochs.length > 0
      ? [
          "## An epoch from soft targets",
          "Milliseconds per epoch: median (quartiles).",
          laneTable(epochs, (lane) => timesOf(lane)),
          failuresOf(epochs),
        ]
      : []),
    ...(result.leak === undefined ? [] : ["## Memory", leakText(result.leak)]),
    ...(result.judgements.length > 0
      ? ["## Bars", "The ratio is the median of the rounds' ratios (quartiles).", barTable(result.judgements)]
      : []),
    "## Machine",
    machineText(result),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** `3.21 (3.10–3.40)`. */
export function formatSpread({ median, lower, upper }: Spread): string {
  return lower === upper ? digits(median) : `${digits(median)} (${digits(lower)}–${digits(upper)})`;
}

function digits(value: number): string {
  return value >= 1000 ? value.toFixed(0) : value.toPrecision(3);
}

/** A table whose columns are aligned in plain text as well. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  const [head, ...body] = rows;
  return [line(head!), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...body.map(line)].join("\n");
}

function laneTable(cases: readonly CaseResult[], cellOf: (lane: LaneResult) => string): string {
  const labels = [...new Set(cases.flatMap(({ lanes }) => lanes.map(({ label }) => label)))];
  return formatTable([
    ["", ...cases.map(({ id, title }) => `(${id}) ${title}`)],
    ...labels.map((label) => [
      label,
      ...cases.map(({ lanes }) => {
        const lane = lanes.find((one) => one.label === label);
        return lane === undefined ? "" : cellOf(lane);
      }),
    ]),
  ]);
}

function timesOf(lane: LaneResult): string {
  return "failure" in lane ? "cannot" : formatSpread(spreadOf(lane.rounds.flat()));
}

function failuresOf(cases: readonly CaseResult[]): string {
  return cases
    .flatMap(({ id, lanes }) =>
      lanes.flatMap((lane) => ("failure" in lane ? [`- (${id}) ${lane.label} cannot: ${lane.failure}`] : [])),
    )
    .join("\n");
}

function barTable(judgements: readonly Judgement[]): string {
  return formatTable([
    ["case", "", "against", "", "at least", "measured", ""],
    ...judgements.map(({ caseId, subject, against, counts, atLeast, ratio, verdict, reason }) => [
      `(${caseId})`,
      subject,
      against,
      counts === "time" ? "times as fast" : "times fewer kernels",
      `${Number(atLeast.toPrecision(3))}×`,
      ratio === undefined ? "–" : formatSpread(ratio),
      reason === undefined ? verdict : `${verdict} (${reason})`,
    ]),
  ]);
}

function leakText(leak: NonNullable<BenchResult["leak"]>): string {
  if ("failure" in leak) return `(g) not measured: ${leak.failure}`;
  const { verdict, moreTensors, heapGrowth, residentRatio } = judgeLeak(leak);
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  const table = formatTable([
    ["step", "tensors", "wasm heap, MiB", "resident, MiB"],
    ...leak.map(({ step, tensors, wasmHeapBytes, residentBytes }) => [
      String(step),
      String(tensors),
      megabytes(wasmHeapBytes),
      megabytes(residentBytes),
    ]),
  ]);
  const summary =
    `(g) ${leak.at(-1)!.step} steps of a small net on wasm-blas: ${moreTensors} tensors more, wasm heap ${megabytes(heapGrowth)} MiB ` +
    `more since the first tenth, resident size ${residentRatio.toFixed(3)}× (at most ${FLAT_RATIO}×): ${verdict}.`;
  return `${summary}\n\n${table}`;
}

function residentText(results: readonly ResidentResult[]): string {
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  const cells = ({ memory }: ResidentResult) =>
    "failure" in memory
      ? [memory.failure, "", ""]
      : [memory[0]!, memory[1]!, memory.at(-1)!].map(({ residentBytes }) => megabytes(residentBytes));
  const { verdict, growth, sizeRatio } = judgeResident(results);
  const summary =
    verdict === "not measured"
      ? "Memory of the reader: not measured."
      : `Memory of the reader, in a process of its own. By places in the files: ${growth.toFixed(3)}× since the first tenth of the ` +
        `batches, ${sizeRatio.toFixed(3)}× with ten times the rows (at most ${FLAT_RATIO}×): ${verdict}.`;
  const table = formatTable([
    ["case", "rows", "read", "opened, MiB", "after a tenth", "after all batches"],
    ...results.map((one) => [
      `(${one.caseId})`,
      one.rows.toLocaleString("en"),
      one.isKept ? "kept in memory" : "by places in the files",
      ...cells(one),
    ]),
  ]);
  return `${summary}\n\n${table}`;
}

function machineText({ machine, threads, quick, rounds, peers, skipped }: BenchResult): string {
  const facts = (record: Readonly<Record<string, string | number | boolean>>) =>
    Object.entries(record)
      .map(([name, value]) => `${name} ${value}`)
      .join(", ");
  return [
    `- ${facts(machine)}; ${threads} threads for every peer that has a choice; ${rounds} rounds${quick ? " (--quick: too few to quote)" : ""}`,
    ...Object.entries(peers).map(([name, versions]) => `- ${name}: ${facts(versions)}`),
    ...Object.entries(skipped).map(([name, reason]) => `- ${name} skipped: ${reason}`),
  ].join("\n");
}
