import { assertMatrix, formatValue, type Matrix } from "@dark-knowledge/core";
import { fail } from "./fail.ts";

/** @throws ArgumentError unless `value` is a matrix of finite numbers */
export function assertFeatures(functionName: string, argument: string, value: Matrix): void {
  assertMatrix(functionName, argument, value);
  const broken = value.data.findIndex((number) => !Number.isFinite(number));
  if (broken < 0) return;
  fail(
    functionName,
    "range",
    `${argument}.data[${broken}]`,
    "must be a finite number",
    formatValue(value.data[broken]),
  );
}

/** @throws ArgumentError unless `value` is a list of such matrices, at least one, with as many columns each */
export function assertUtterances(functionName: string, argument: string, value: readonly Matrix[]): void {
  if (!Array.isArray(value) || value.length === 0) {
    fail(functionName, "dtype", argument, "must be an array of matrices, at least one", formatValue(value));
  }
  for (const [index, features] of Array.from(value).entries()) {
    assertFeatures(functionName, `${argument}[${index}]`, features);
    if (features.columns === value[0]!.columns) continue;
    const expected = `must be ${value[0]!.columns} (as ${argument}[0])`;
    fail(functionName, "shape", `${argument}[${index}].columns`, expected, String(features.columns));
  }
}
