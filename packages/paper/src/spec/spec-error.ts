/**
 * A specification is wrong. Its message is one line with the field, what was expected and what came.
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
  /** The field, as `student.hidden.0`; empty for the specification itself. */
  readonly path: string;
  /** What was expected, as the words after the field's name. */
  readonly expected: string;
  /** What came, as it is shown. */
  readonly received: string;

  constructor(path: string, expected: string, received: string) {
    super(`spec: ${path ? `${path} ` : ""}${expected}, got ${received}`);
    this.path = path;
    this.expected = expected;
    this.received = received;
  }
}
