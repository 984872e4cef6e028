/** The words of a command are wrong. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
