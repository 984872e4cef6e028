import { assertRecord } from "./assert-record.ts";
import { formatCount, formatPlural } from "./format-number.ts";
import { countRoles } from "./internal/count-roles.ts";
import type { RunRecord } from "./run-record.ts";

/** The use of each part of a dataset. */
const PARTS: Readonly<Record<string, string>> = {
  training: "trained on",
  transfer: "students trained on",
  validation: "validated on",
  test: "tested on",
};

/**
 * Lists the facts of a run as terms and values for the head of its page: the data, the sizes of its parts, the number
 * of nets.
 *
 * @throws ArgumentError when the parts of `record` are inconsistent
 * @see {@link describeRun}
 */
export function runFacts(record: RunRecord): readonly (readonly [string, string])[] {
  assertRecord("runFacts", record);
  const { dataset } = record;
  const { name, sizes, classNames, isHeldOut = false } = dataset;
  // A transfer set that is the whole training set is not a separate part.
  const parts = Object.entries(sizes).filter(
    ([part, size]) => size > 0 && !(part === "transfer" && size === sizes.training),
  );
  return [
    ["data", name],
    ...(classNames.length > 0 ? [["classes", formatCount(classNames.length)] as const] : []),
    ...parts.map(([part, size]) => {
      const examples = `${formatPlural(size, "example")}${part === "test" && isHeldOut ? " held out of the training set" : ""}`;
      return [Object.hasOwn(PARTS, part) ? PARTS[part]! : part, examples] as const;
    }),
    ...countRoles(record).map(([role, count]) => [count === 1 ? role : `${role}s`, formatCount(count)] as const),
  ];
}
