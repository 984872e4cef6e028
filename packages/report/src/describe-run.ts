import { assertRecord } from "./assert-record.ts";
import { formatPlural } from "./format-number.ts";
import { countRoles } from "./internal/count-roles.ts";
import type { RunRecord } from "./run-record.ts";

/**
 * Describes in a sentence what was trained, what the figures were measured on, and what failed.
 *
 * @throws ArgumentError when the parts of `record` are inconsistent
 * @see {@link runFacts} for the same facts as terms and values
 *
 * @example
 * ```ts
 * import { describeRun } from "@dark-knowledge/report";
 *
 * describeRun({
 *   experiment: "mine", title: "odd or even", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] },
 *   examples: [],
 *   nets: [1, 2].map((seed) => ({ role: "student", name: "small", seed, figures: { errors: 9 } })),
 *   failures: [{ name: "big", message: "out of memory" }],
 * }); // => "2 students on toy; figures are of 200 examples of the test set. Failed: big (out of memory)."
 * ```
 */
export function describeRun(record: RunRecord): string {
  assertRecord("describeRun", record);
  const { dataset, failures = [] } = record;
  const where = dataset.isHeldOut ? "a held-out part of the training set" : "the test set";
  const nets = countRoles(record).map(([role, count]) => formatPlural(count, role));
  const last = nets.pop() ?? "nothing";
  const all = nets.length > 0 ? `${nets.join(", ")} and ${last}` : last;
  const size = formatPlural(dataset.sizes.test ?? 0, "example");
  return `${all} on ${dataset.name}; figures are of ${size} of ${where}.${failures.map(({ name, message }) => ` Failed: ${name} (${message}).`).join("")}`;
}
