import { centralDifferences } from "./central-differences.ts";
import type { ConformanceCase, Mark } from "./conformance-case.ts";
import type { Dense } from "./dense.ts";
import { type Outcome, type Outcomes, outgoingGradient } from "./run-case.ts";

/** What came of one check, and in words why, where it is not right. */
interface Verdict {
  readonly mark: Mark;
  readonly detail: string;
}

/** The verdict on each check of one case. */
export type Verdicts = Readonly<Record<string, Verdict>>;

/** The relative error that is allowed where a case says nothing else. */
export const TOLERANCE = 2e-5;

/** Elements to compare with: all of an array, or those at `indices`. */
interface Expected {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: ArrayLike<number>;
  readonly indices?: readonly number[];
}

/**
 * Compares what a backend gave with the float64 oracle, and then, where cpu is right, with all that cpu gave: of large
 * gradients the oracle has only samples.
 *
 * An element is right when `|got − expected| ≤ tolerance · (1 + |expected|)`; shape and type must be equal.
 */
export function judge(one: ConformanceCase, outcomes: Outcomes, onCpu: Outcomes): Verdicts {
  const expected = expectedOf(one, Object.keys(outcomes));
  const { tolerance = TOLERANCE } = one;
  const verdict = (check: string, outcome: Outcome): Verdict =>
    compare(outcome, expected[check]!, "float64", tolerance);
  return Object.fromEntries(
    Object.entries(outcomes).map(([check, outcome]) => {
      const first = verdict(check, outcome);
      const cpu = onCpu[check]!;
      if (first.mark !== "right" || !("arrays" in cpu) || verdict(check, cpu).mark !== "right") return [check, first];
      return [check, compare(outcome, cpu.arrays, "cpu", 2 * tolerance)];
    }),
  );
}

function expectedOf(one: ConformanceCase, checks: readonly string[]): Record<string, Expected[]> {
  const oracle = (inputs: ConformanceCase["inputs"]) => [one.oracle(inputs)].flat();
  const outputs = oracle(one.inputs);
  const outgoing = outputs.map(({ shape }, output) => outgoingGradient(shape, output));
  const closed = one.gradients?.(one.inputs, ...outgoing) ?? {};
  return Object.fromEntries(
    checks.map((check) => {
      if (check === "value") return [check, outputs];
      const name = check.slice(1);
      const { shape, dtype } = one.inputs[name]!;
      return [check, [closed[name] ?? { shape, dtype, ...centralDifferences(oracle, one.inputs, name, outgoing) }]];
    }),
  );
}

function compare(outcome: Outcome, expected: readonly Expected[], source: string, tolerance: number): Verdict {
  if ("error" in outcome) return verdictOfError(outcome.error);
  const { arrays } = outcome;
  if (arrays.length !== expected.length) return wrong(`${arrays.length} outputs instead of ${expected.length}`);
  for (const [output, array] of arrays.entries()) {
    const difference = differenceOf(array, expected[output]!, tolerance);
    if (difference) return wrong(`${difference} according to ${source}`);
  }
  return { mark: "right", detail: "" };
}

function differenceOf(got: Dense, expected: Expected, tolerance: number): string {
  const { shape, dtype, values, indices } = expected;
  if (got.shape.join() !== shape.join()) return `shape [${got.shape.join(", ")}] instead of [${shape.join(", ")}]`;
  if (got.dtype !== dtype) return `type ${got.dtype} instead of ${dtype}`;
  for (let position = 0; position < values.length; position++) {
    const index = indices?.[position] ?? position;
    const [is, should] = [got.values[index]!, values[position]!];
    const isRight = is === should || Math.abs(is - should) <= tolerance * (1 + Math.abs(should));
    if (!isRight) return `element ${index} is ${is} instead of ${should}`;
  }
  return "";
}

function verdictOfError(error: string): Verdict {
  const kernel = /Kernel '(\w+)' not registered/.exec(error)?.[1];
  return kernel ? { mark: "missing", detail: kernel } : { mark: "failed", detail: error };
}

function wrong(detail: string): Verdict {
  return { mark: "wrong", detail };
}
