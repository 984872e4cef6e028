import { ArgumentError, assertFields, formatValue } from "@dark-knowledge/core";
import { assertRecord } from "./assert-record.ts";
import type { NetRecord } from "./net-record.ts";
import type { RunRecord } from "./run-record.ts";

/**
 * Parses the record of a run from JSON lines, the content of `record.jsonl`: first `{ "kind": "run", … }`, then `{
 * "kind": "net", … }` for each net. A `null` in a net's line is read as NaN; among its `exampleLogits` as −∞, the logit of a class that it
 * holds impossible.
 *
 * @param lines separated by line breaks; one at the end is optional
 * @throws ArgumentError that names the line and the field that is wrong
 * @see {@link recordLines} for the other direction
 *
 * @example
 * ```ts
 * import { parseRecord } from "@dark-knowledge/report";
 *
 * const run = {
 *   kind: "run", experiment: "mine", title: "odd or even", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] }, examples: [],
 * };
 * const net = { kind: "net", role: "student", name: "small", seed: 1, figures: { errors: 9 } };
 * parseRecord(`${JSON.stringify(run)}\n${JSON.stringify(net)}\n`).nets[0]?.figures; // => { errors: 9 }
 * ```
 */
export function parseRecord(lines: string): RunRecord {
  assertFields(NAME, { lines }, { lines: "text" });
  const [run, ...nets] = lines
    .replace(/\r?\n$/, "")
    .split("\n")
    .map((line, index) => parseLine(line, index + 1, index === 0 ? "run" : "net"));
  const record = { ...(run as unknown as Omit<RunRecord, "nets">), nets: nets as unknown as readonly NetRecord[] };
  assertRecord(NAME, record, { run: "line 1: ", net: (index) => `line ${index + 2}: ` });
  return record;
}

const NAME = "parseRecord";

function parseLine(line: string, number: number, wanted: "run" | "net"): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    // JSON has no NaN, which nets that diverged have, and writes null; nothing else in a net's line is null.
    value = JSON.parse(line, (key, part) => {
      if (wanted === "run") return part;
      return key === "exampleLogits" ? restoreLogits(part) : (part ?? Number.NaN);
    });
  } catch {
    throw fault(number, "must be JSON", formatValue(line));
  }
  const { kind, ...rest } = Object(value) as Record<string, unknown>;
  if (kind !== wanted) throw fault(number, `must be an object with kind "${wanted}"`, formatValue(kind ?? value));
  return rest;
}

/** The inner values are restored before: those without a number are NaN. */
function restoreLogits(rows: unknown): unknown {
  if (!Array.isArray(rows)) return rows;
  return rows.map((row: unknown) =>
    Array.isArray(row) ? row.map((logit: unknown) => (Number.isNaN(logit) ? -Infinity : logit)) : row,
  );
}

function fault(number: number, expected: string, received: string): ArgumentError {
  return new ArgumentError({
    ...{ functionName: NAME, argument: `line ${number}`, expected, received },
    code: "range",
  });
}
