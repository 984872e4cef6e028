import { oneLine } from "@dark-knowledge/core";

/** Returns an error of one line of at most 500 characters, whatever the names of files in its text are. */
export function loadError(functionName: string, text: string, cause?: unknown): Error {
  const message = `${functionName}: ${oneLine(text, 480 - functionName.length)}`;
  return cause === undefined ? new Error(message) : new Error(message, { cause });
}
