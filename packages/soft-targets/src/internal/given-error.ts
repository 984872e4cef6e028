import { ArgumentError } from "@dark-knowledge/core";
import type { GivenAnswers } from "../given-answers.ts";

/** Throws the errors of a function that is given answers. */
export interface GivenError {
  /** For an argument as a whole. */
  argument(name: string, expected: string, received: string): never;
  /** For a row, by its number where it came from. */
  row(row: number, expected: string, received: string): never;
}

export function givenError(functionName: string, kind: string, { source, rowNumbers }: GivenAnswers): GivenError {
  const fail = (argument: string, expected: string, received: string): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code: "range" });
  };
  const from = source === undefined ? "" : `${source}, `;
  return {
    argument: fail,
    row: (row, expected, received) => fail(`${kind} of ${from}row ${rowNumbers?.[row] ?? row}`, expected, received),
  };
}
