/** The error of a wrong command line. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
