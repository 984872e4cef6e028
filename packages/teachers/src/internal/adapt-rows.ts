import { ArgumentError, assertInteger, assertOptions, formatValue } from "@dark-knowledge/core";
import type { TeacherRequest } from "../external-teacher.ts";
import type { AdaptiveRows } from "../service-options.ts";
import { type Blame, createRowControl } from "./create-row-control.ts";
import type { Exchange } from "./create-service.ts";
import type { FailedTry } from "./fetch-body.ts";
import { splitRequest } from "./split-request.ts";

/** How the parts of a batch adapt to a service. */
export interface RowAdapter extends Pick<Exchange<TeacherRequest, never>, "split" | "answered" | "failed"> {
  /** The most examples of a request now. */
  rows(): number;
}

const SLOW = new Set([408, 504]);
/** Statuses that some services answer to a batch that is too large for them. */
const REFUSED = new Set([400, 422]);

/** Cuts batches into as many examples as a service answers well. */
export function adaptRows(functionName: string, options: AdaptiveRows, timeoutMs: number): RowAdapter {
  const argument = "rowsPerRequest";
  assertOptions<AdaptiveRows>(functionName, options, { min: true, max: true, start: true, now: true }, {}, argument);
  const { min = 1, max = 1024, start = Math.min(max, Math.max(min, 32)), now } = options;
  assertInteger(functionName, `${argument}.min`, min, { min: 1 });
  assertInteger(functionName, `${argument}.max`, max, { min });
  assertInteger(functionName, `${argument}.start`, start, { min, max });
  if (typeof now !== "function") {
    throw new ArgumentError({
      ...{ functionName, argument: `${argument}.now`, received: formatValue(now), code: "dtype" },
      expected: "must be a clock in milliseconds, such as () => performance.now()",
    });
  }
  const control = createRowControl({ min, max, start, timeoutMs });

  function blameOf({ status, isTimeout }: FailedTry, rows: number): Blame | undefined {
    if (isTimeout || SLOW.has(status!)) return "time";
    if (status === 429) return "rate";
    if (status === 413) return "size";
    // Other faults of a request look the same, but not where fewer examples were answered before.
    const mayBeSize = REFUSED.has(status!) && control.accepted > 0 && rows > control.accepted;
    return mayBeSize ? "size" : undefined;
  }

  return {
    rows: () => control.rows,
    split: (part) => (part.ids.length > control.rows ? splitRequest(part, control.rows) : undefined),
    answered: (part, ms) => control.answered(part.ids.length, ms),
    failed(part, error) {
      const blame = blameOf(error, part.ids.length);
      if (blame !== undefined) control.failed(part.ids.length, blame);
      return blame === "size";
    },
  };
}
