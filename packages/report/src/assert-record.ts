import { ArgumentError, assertInteger } from "@dark-knowledge/core";
import { assertKind } from "./internal/assert-kind.ts";
import { assertNet } from "./internal/assert-nets.ts";
import { assertPicture } from "./internal/assert-picture.ts";
import { groupKey } from "./internal/group.ts";
import { RUN } from "./internal/kinds.ts";
import type { RunRecord } from "./run-record.ts";

/** The names of a record's parts in messages. */
export interface RecordNames {
  /** The prefix of a field of the record: `record.`. */
  readonly run: string;
  /** The prefix of a field of a net. */
  readonly net: (index: number) => string;
}

const IN_MEMORY: RecordNames = { run: "record.", net: (index) => `record.nets[${index}].` };

/**
 * Throws unless every field of a record has the right type and its parts are consistent: labels and classes exist,
 * logits and confusion rows match the number of classes, errors do not exceed the test examples, and each seed occurs
 * once.
 *
 * @param functionName the function that received the record, for the message
 * @throws ArgumentError that names the part
 *
 * @example
 * ```ts
 * import { assertRecord, type RunRecord } from "@dark-knowledge/report";
 *
 * const record: RunRecord = {
 *   experiment: "mine", title: "odd or even", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] },
 *   examples: [],
 *   nets: [{ role: "student", name: "small", seed: 1, figures: { errors: 201 } }],
 * };
 * let message = "";
 * try {
 *   assertRecord("show", record);
 * } catch (error) {
 *   message = (error as Error).message;
 * }
 * message; // => "show: record.nets[0].figures.errors must be a number from 0 to 200 (as sizes.test), got 201"
 * ```
 */
export function assertRecord(functionName: string, record: RunRecord, names: RecordNames = IN_MEMORY): void {
  assertRun(functionName, record, names.run);
  const seen = new Map<string, number>();
  // Not forEach, which passes over holes.
  for (const [index, net] of record.nets.entries()) {
    const prefix = names.net(index);
    assertNet(functionName, prefix, net, record);
    const key = `${groupKey(net)} ${net.seed}`;
    if (seen.has(key)) {
      const expected = `must differ from that of ${names.net(seen.get(key)!).replace(/[.:\s]+$/, "")}, a net of the same name`;
      throw new ArgumentError({
        ...{ functionName, argument: `${prefix}seed`, expected },
        ...{ received: String(net.seed), code: "range" },
      });
    }
    seen.set(key, index);
  }
}

function assertRun(functionName: string, record: RunRecord, prefix: string): void {
  assertKind(functionName, "record", record, RUN, prefix);
  const { dataset, examples } = record;
  examples.forEach(({ label, picture }, index) => {
    const path = `${prefix}examples[${index}]`;
    assertInteger(functionName, `${path}.label`, label, { min: 0, below: dataset.classNames.length });
    if (picture !== undefined) assertPicture(functionName, `${path}.picture`, picture);
  });
}
