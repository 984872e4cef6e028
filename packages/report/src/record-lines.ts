import { assertRecord } from "./assert-record.ts";
import { toJson } from "./internal/to-json.ts";
import type { RunRecord } from "./run-record.ts";

/**
 * Serializes a record as JSON lines, the content of `record.jsonl`: `{ "kind": "run", … }`, then `{ "kind": "net", … }`
 * for each net. NaN and infinities, as in a net that diverged or that holds a class impossible, become `null`.
 *
 * @returns lines, each with a trailing line break
 * @throws ArgumentError when the parts of `record` are inconsistent, or JSON cannot represent it
 * @see {@link parseRecord}
 *
 * @example
 * ```ts
 * import { recordLines } from "@dark-knowledge/report";
 *
 * const lines = recordLines({
 *   experiment: "mine", title: "odd or even", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] },
 *   examples: [],
 *   nets: [{ role: "student", name: "small", seed: 1, figures: { errors: 9, nll: Number.NaN } }],
 * });
 * lines.split("\n")[1]; // => '{"kind":"net","role":"student","name":"small","seed":1,"figures":{"errors":9,"nll":null}}'
 * ```
 */
export function recordLines(record: RunRecord): string {
  assertRecord("recordLines", record);
  const { nets, ...run } = record;
  return [{ kind: "run", ...run }, ...nets.map((net) => ({ kind: "net", ...net }))]
    .map((line) => `${toJson("recordLines", "record", line)}\n`)
    .join("");
}
