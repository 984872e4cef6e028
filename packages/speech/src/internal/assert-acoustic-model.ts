import { assertArray, assertInteger, assertObject, formatValue } from "@dark-knowledge/core";
import type { AcousticModel } from "../acoustic-model.ts";
import { fail } from "./fail.ts";

/** @throws ArgumentError unless `value` is an acoustic model */
export function assertAcousticModel(functionName: string, value: AcousticModel): void {
  assertObject(functionName, "model", value);
  const { states, components, dimensions } = value;
  for (const [name, size] of Object.entries({ states, components, dimensions })) {
    assertInteger(functionName, `model.${name}`, size, { min: 1, max: 1e6 });
  }
  const count = states * components;
  const isShare = (number: number) => number >= 0 && number <= 1;
  const isAny = (number: number) => Number.isFinite(number);
  const isPositive = (number: number) => number > 0 && Number.isFinite(number);
  check("weights", count, "from 0 to 1", isShare);
  check("means", count * dimensions, "finite", isAny);
  check("variances", count * dimensions, "above 0", isPositive);
  check("varianceFloors", dimensions, "above 0", isPositive);
  check("stayProbs", states, "from 0 to below 1", (number) => number >= 0 && number < 1);

  function check(name: keyof AcousticModel, length: number, what: string, test: (number: number) => boolean): void {
    const array: unknown = value[name];
    assertArray(functionName, `model.${name}`, array, "Float64Array");
    if (array.length !== length) {
      fail(functionName, "shape", `model.${name}`, `must have length ${length}`, String(array.length));
    }
    const broken = array.findIndex((number) => !test(number));
    if (broken < 0) return;
    fail(functionName, "range", `model.${name}[${broken}]`, `must be ${what}`, formatValue(array[broken]));
  }
}
