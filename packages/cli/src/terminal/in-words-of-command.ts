/** Pairs: a cure that errors of the library advise by its own options, and the one that a command has. */
const CURES = [
  ['(onBroken: "skip" leaves it out)', "(remove or replace this file)"],
  ["pass { overwrite: true }", "pass --overwrite"],
] as const;

/** Rewords an error's message where it advises an option of the library that a command does not have. */
export function inWordsOfCommand(message: string): string {
  return CURES.reduce((text, [library, command]) => text.replaceAll(library, () => command), message);
}
