import { ArgumentError, assertArray, assertInteger, assertObject, formatValue } from "@dark-knowledge/core";
import type { ConfusionState } from "../confusion-state.ts";
import { assertClassNumbers, assertLength } from "./check-rows.ts";

/** Throws unless a state is one of as many classes, with a label, a class and a mass for each of its cells. */
export function assertConfusionState(
  functionName: string,
  argument: string,
  state: ConfusionState,
  classCount: number,
): void {
  assertObject(functionName, argument, state);
  if (state.classCount !== classCount) {
    throw new ArgumentError({
      functionName,
      argument: `${argument}.classCount`,
      expected: `must be ${classCount}`,
      received: formatValue(state.classCount),
      code: "shape",
    });
  }
  const { labels, predicted, masses } = state;
  assertArray(functionName, `${argument}.labels`, labels, "numbers");
  assertInteger(functionName, `${argument}.rows`, state.rows, { min: 0 });
  assertLength(functionName, `${argument}.predicted`, predicted, labels.length, `as ${argument}.labels`);
  assertLength(functionName, `${argument}.masses`, masses, labels.length, `as ${argument}.labels`);
  assertClassNumbers(functionName, `${argument}.labels`, labels, classCount);
  assertClassNumbers(functionName, `${argument}.predicted`, predicted, classCount);
}
