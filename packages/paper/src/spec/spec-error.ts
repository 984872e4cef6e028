import { oneLine } from "@dark-knowledge/core";

/**
 * The error of a wrong specification. Its message is one line with the field, the expected and the received value.
 *
 * @example
 * ```ts
 * import { distill, SpecError } from "@dark-knowledge/paper";
 *
 * let path = "";
 * try {
 *   distill.resolve({ student: { epochs: 0 } });
 * } catch (error) {
 *   if (error instanceof SpecError) path = error.path;
 * }
 * path; // => "student.epochs"
 * ```
 */
export class SpecError extends Error {
  override readonly name = "SpecError";
  /** The path of the field, such as `student.hidden.0`; empty for the specification itself. */
  readonly path: string;
  /** The expectation, worded to follow the field's name. */
  readonly expected: string;
  /** The received value, as shown in the message. */
  readonly received: string;

  constructor(path: string, expected: string, received: string) {
    // Names of fields and values are somebody's, of any length.
    const field = oneLine(path, 120);
    const wanted = oneLine(expected, 200);
    const found = oneLine(received, 120);
    super(`spec: ${field ? `${field} ` : ""}${wanted}, got ${found}`);
    this.path = field;
    this.expected = wanted;
    this.received = found;
  }
}
