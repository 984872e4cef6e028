import { ArgumentError } from "./argument-error.ts";
import { formatValue } from "./format.ts";

/**
 * Throws an ArgumentError unless a value is an address, absolute or relative, without a user or a password: `fetch`
 * refuses those, and messages that name the address would show them. The message never does.
 *
 * @throws ArgumentError with code `dtype` where the value is no text or empty, or `range` where it has a user
 *
 * @example
 * ```ts
 * import { ArgumentError, assertAddress } from "@dark-knowledge/core";
 *
 * let message = "";
 * try {
 *   assertAddress("fetchSoftTargets", "url", "https://me:secret@example.org/answers");
 * } catch (error) {
 *   if (ArgumentError.is(error)) message = error.message;
 * }
 * message; // => "fetchSoftTargets: url must be an address without a user or a password, got one with them"
 * ```
 */
export function assertAddress(functionName: string, argument: string, value: unknown): asserts value is string {
  const isText = typeof value === "string" && value !== "";
  if (isText && !namesUser(value)) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: "must be an address without a user or a password",
    received: isText ? "one with them" : formatValue(value),
    code: isText ? "range" : "dtype",
  });
}

/** Whether an address has a user or a password, in any spelling that `fetch` takes for one, such as without slashes. */
function namesUser(address: string): boolean {
  // On a page, the same text may name another host than elsewhere.
  const bases = [undefined, "http://localhost"].filter((base) => URL.canParse(address, base));
  if (bases.length === 0) return /^[a-z][a-z\d+.-]*:[/\\]*[^/\\?#]*@/i.test(address);
  return bases.some((base) => {
    const { username, password } = new URL(address, base);
    return username !== "" || password !== "";
  });
}
