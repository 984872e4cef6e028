import { oneLine } from "@dark-knowledge/core";

/** The frames and the version that Node prints after a message, and the mark that it puts under a line of code. */
const TRACE = /^\s*(at\s.+|Node\.js v\d.*|\^+)\s*$/;
const LINES = 3;
const LENGTH = 300;

/** The end of what a process wrote to stderr that says why it ended: without the trace that follows the message in Node; Python puts its own before it. */
export function lastWords(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !TRACE.test(line));
  // The last line says most: those before it come along where there is room.
  let words = oneLine(lines.at(-1) ?? "", LENGTH);
  for (const line of lines.slice(-LINES, -1).reverse()) {
    const longer = oneLine(`${line}\n${words}`, 2 * LENGTH);
    if (longer.length > LENGTH) break;
    words = longer;
  }
  return words;
}
