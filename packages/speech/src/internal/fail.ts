import { ArgumentError, type ArgumentErrorCode } from "@dark-knowledge/core";

/** Throws an {@link ArgumentError}. */
export function fail(
  functionName: string,
  code: ArgumentErrorCode,
  argument: string,
  expected: string,
  received: string,
): never {
  throw new ArgumentError({ functionName, argument, expected, received, code });
}
