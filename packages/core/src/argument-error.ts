import { oneLine } from "./format.ts";

/** The kind of rule that an argument broke. */
export type ArgumentErrorCode = "shape" | "range" | "dtype" | "state";

/** The parts from which an {@link ArgumentError} makes its one-line message. */
export interface ArgumentErrorParts {
  /** The exported function that was called. */
  readonly functionName: string;
  /** The wrong argument, by its name in the signature. */
  readonly argument: string;
  /** The expectation, worded to follow the argument's name: `must have shape [32, 10]`; cut after 400 characters. */
  readonly expected: string;
  /** The received value, worded to follow "got"; cut to 80 characters. */
  readonly received: string;
  readonly code: ArgumentErrorCode;
}

const MARKER = "@dark-knowledge/ArgumentError";

/**
 * The error that every package throws when an argument is wrong.
 *
 * Its message is always one line with both values:
 * `softTargetCrossEntropy: teacherLogits must have shape [32, 10] (as studentLogits), got [32, 9]`.
 *
 * @example
 * ```ts
 * import { ArgumentError } from "@dark-knowledge/core";
 *
 * const error = new ArgumentError({
 *   functionName: "softmax",
 *   argument: "temperature",
 *   expected: "must be a positive finite number",
 *   received: "0",
 *   code: "range",
 * });
 * error.message; // => "softmax: temperature must be a positive finite number, got 0"
 * ```
 */
export class ArgumentError extends Error {
  override readonly name: string = "ArgumentError";
  readonly functionName: string;
  readonly argument: string;
  readonly expected: string;
  readonly received: string;
  readonly code: ArgumentErrorCode;

  constructor(parts: ArgumentErrorParts) {
    // The received value may be anything, of any length.
    const received = oneLine(String(parts.received), 80);
    // The expectation may list any number of names.
    const expected = oneLine(String(parts.expected), 400);
    const argument = oneLine(String(parts.argument), 80);
    super(`${parts.functionName}: ${argument} ${expected}, got ${received}`);
    this.functionName = parts.functionName;
    this.argument = argument;
    this.expected = expected;
    this.received = received;
    this.code = parts.code;
    Object.defineProperty(this, Symbol.for(MARKER), { value: true });
  }

  /** Returns whether `value` is an ArgumentError, including one from another installed copy of this package. */
  static is(value: unknown): value is ArgumentError {
    return typeof value === "object" && value !== null && Symbol.for(MARKER) in value;
  }
}
