import { BACKEND_NAMES, type BackendName } from "@dark-knowledge/backend";
import { nearestName } from "@dark-knowledge/core";
import { type Command, InvalidArgumentError } from "commander";

/** Options that several commands share. */
export interface SharedFlags {
  readonly spec?: string;
  readonly dataDir?: string;
  readonly out?: string;
  readonly workers?: number;
  readonly backend?: BackendName;
  readonly keep?: boolean;
  readonly retrain?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly budget?: number;
  readonly price?: number;
}

type Add = (command: Command, meaning?: string) => Command;

/** The only place for their names and meanings. */
export const SHARED_OPTIONS: Readonly<Record<keyof SharedFlags, Add>> = {
  spec: (command) => command.option("--spec <file>", "read a specification (JSON); the other options override it"),
  dataDir: (command) => command.option("--data-dir <directory>", "the directory of the dataset's files"),
  out: (command, meaning = "the run directory; resumed if it exists") => command.option("--out <directory>", meaning),
  workers: (command) =>
    command.option("--workers <n>", "nets to train at once, where the backend can (default: one per core)", parseCount),
  backend: (command) =>
    command.option(
      "--backend <name>",
      `the tensor backend: ${BACKEND_NAMES.join(", ")} (default: the first of them that works here)`,
      (text) => parseChoice(text, BACKEND_NAMES),
    ),
  keep: (command) =>
    command.option("--keep", "use results from another backend, version or number of threads as they are"),
  retrain: (command) =>
    command.option("--retrain", "train nets from another backend, version or number of threads again"),
  quiet: (command) => command.option("--quiet", "no progress"),
  budget: (command) =>
    command.option(
      "--budget <n>",
      "the most requests to a teacher that is a service, or with --price the most money; then it stops, and the same command continues",
      parsePositive,
    ),
  price: (command) =>
    command.option("--price <amount>", "the price of a request, in the unit of --budget", parsePositive),
  json: (command, meaning = "print the record as JSON lines instead of the tables") =>
    command.option("--json", meaning),
};

/** Parses one whole number, 1 or more. Commander names the option when it throws. */
export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) {
    throw new InvalidArgumentError("It must be a whole number, 1 or more.");
  }
  return Number(text);
}

/** Parses a seed. */
export function parseSeed(text: string): number {
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new InvalidArgumentError("It must be a whole number, 0 or more.");
}

/** Parses a number above 0. */
export function parsePositive(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value < Infinity) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
}

/** Parses one of a few names, and suggests the nearest one. */
export function parseChoice<Choice extends string>(text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  const nearest = nearestName(text, choices);
  throw new InvalidArgumentError(
    `It must be one of ${choices.join(", ")}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`,
  );
}
