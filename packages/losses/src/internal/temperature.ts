import { ArgumentError, assertArray, assertNumber, assertShape, formatValue } from "@dark-knowledge/core";
import { div, expandDims, mul, square, Tensor, type Tensor1D, type Tensor2D, tensor1d } from "@tensorflow/tfjs-core";
import type { Temperature } from "../temperature.ts";
import { assertTensor } from "./assert-logits.ts";
import { constant } from "./constant.ts";
import { shiftRows } from "./row-softmax.ts";
import { withGradient } from "./with-gradient.ts";

/** A temperature that was checked: one for all rows, or `[batch]`. */
export type CheckedTemperature = number | Float32Array | Tensor1D;

/** Reads the temperature from options, which a caller without types may have left out. A tensor's values are not read. */
export function readTemperature(
  functionName: string,
  options: { readonly temperature: Temperature } | undefined,
  batch: number,
): CheckedTemperature {
  const temperature: unknown = options?.temperature;
  if (temperature instanceof Tensor) {
    assertTensor(functionName, "temperature", temperature, "float32");
    assertShape(functionName, "temperature", temperature.shape, [batch], "the batch");
    return temperature as Tensor1D;
  }
  if (!Array.isArray(temperature) && !ArrayBuffer.isView(temperature)) {
    assertNumber(functionName, "temperature", temperature, { above: 0, float32: true });
    return temperature;
  }
  assertArray(functionName, "temperature", temperature, "numbers");
  const rows = Float32Array.from(temperature);
  assertShape(functionName, "temperature", [rows.length], [batch], "the batch");
  const wrong = rows.findIndex((value) => !(Number.isFinite(value) && value > 0));
  if (wrong < 0) return rows;
  throw new ArgumentError({
    functionName,
    argument: "temperature",
    expected: "must hold positive finite numbers",
    received: `${formatValue(temperature[wrong])} at row ${wrong}`,
    code: "range",
  });
}

/**
 * Computes something of logits at a temperature. With one for each row, the rows are divided by theirs beforehand, and what
 * was computed at T = 1 gets the factor `T ** power` that it has of itself at a single temperature.
 */
export function atTemperature<Value extends Tensor1D | Tensor2D>(
  functionName: string,
  temperature: CheckedTemperature,
  logits: readonly Tensor2D[],
  compute: (temperature: number, ...logits: Tensor2D[]) => Value,
  power: 0 | 2 = 2,
): Value {
  if (typeof temperature === "number") return compute(temperature, ...logits);
  const rows = temperature instanceof Tensor ? temperature : tensor1d(temperature);
  const column = constant(() => expandDims<Tensor2D>(rows, 1));
  const value = compute(1, ...logits.map((one) => divideRows(functionName, one, column)));
  return power === 0
    ? value
    : mul(
        value,
        constant(() => square(rows)),
      );
}

/** Each row less its largest logit, over its temperature; a constant more or less in a row makes no difference to a softmax. */
function divideRows(functionName: string, logits: Tensor2D, column: Tensor2D): Tensor2D {
  return withGradient<Tensor2D>(functionName, logits, {
    value: () => div(shiftRows(logits), column),
    saved: [column],
    gradient: (upstream, [saved]) => div(upstream, saved!),
  });
}
