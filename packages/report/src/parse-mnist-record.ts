import { ArgumentError, formatValue } from "@dark-knowledge/core";
import type { MnistNetRecord, MnistRecord } from "./mnist-record.ts";

/** What every line of its kind has. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  run: ["spec", "versions", "backend", "dataset", "examples"],
  net: [
    ...["role", "name", "seed", "architecture", "parameters", "transferSize", "omit", "only"],
    ...["size", "errors", "nll", "calibrationError", "confusion", "exampleLogits", "epochs"],
  ],
};

/**
 * The record of a run from its JSON lines, as `dark-knowledge reproduce mnist` writes them to `record.jsonl`: first
 * `{ "kind": "run", … }`, then `{ "kind": "net", … }` for each net.
 *
 * @param lines with a line break between them, and at the end or not
 * @throws ArgumentError that names the line which is not JSON, not of its kind, or lacks a field
 *
 * @example
 * ```ts
 * import { parseMnistRecord } from "@dark-knowledge/report";
 *
 * const dataset = { name: "mnist", trainSize: 60000, testSize: 10000, isHeldOut: false, classNames: ["0", "1"] };
 * const run = { kind: "run", spec: {}, versions: {}, backend: "cpu", dataset, examples: [] };
 * parseMnistRecord(JSON.stringify(run)).nets; // => []
 * ```
 */
export function parseMnistRecord(lines: string): MnistRecord {
  const [run, ...nets] = lines
    .replace(/\r?\n$/, "")
    .split("\n")
    .map((line, index) => parseLine(line, index + 1, index === 0 ? "run" : "net"));
  return { ...(run as unknown as Omit<MnistRecord, "nets">), nets: nets as unknown as readonly MnistNetRecord[] };
}

function parseLine(line: string, number: number, wanted: "run" | "net"): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    // JSON has no NaN, which nets that diverged come to, and writes null; nothing else in a line of a net is null.
    value = JSON.parse(line, (_, part) => (wanted === "net" && part === null ? Number.NaN : part));
  } catch {
    throw fault(number, "must be JSON", formatValue(line));
  }
  const { kind, ...rest } = Object(value) as Record<string, unknown>;
  if (kind !== wanted) throw fault(number, `must be an object with kind "${wanted}"`, formatValue(kind ?? value));
  const lacking = FIELDS[wanted]!.find((field) => rest[field] === undefined);
  if (lacking !== undefined) throw fault(number, `must have ${lacking}`, "none");
  return rest;
}

function fault(number: number, expected: string, received: string): ArgumentError {
  return new ArgumentError({
    functionName: "parseMnistRecord",
    argument: `line ${number}`,
    expected,
    received,
    code: "range",
  });
}
