import { ArgumentError, formatValue } from "@dark-knowledge/core";

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/;

/** Throws unless a name can be that of a stage's folder. */
export function assertStageName(functionName: string, argument: string, name: string): void {
  if (NAME.test(name)) return;
  throw new ArgumentError({
    ...{ functionName, argument, expected: "must consist of letters, digits, dots, hyphens and underscores" },
    ...{ received: formatValue(name), code: "range" },
  });
}
