import {
  ArgumentError,
  assertArray,
  assertNumber,
  assertOptions,
  formatValue,
  type OptionNames,
} from "@dark-knowledge/core";
import type { FeatureTerm } from "../feature-term.ts";

const TERM_OPTIONS: OptionNames<FeatureTerm> = {
  student: true,
  teacher: true,
  weight: true,
  loss: true,
  projector: true,
};

/** Throws an ArgumentError unless every term has the options that it must have. */
export function assertFeatureTerms(functionName: string, terms: readonly FeatureTerm[]): void {
  assertArray(functionName, "features", terms, "Array");
  terms.forEach((term, index) => {
    const name = `features[${index}]`;
    assertOptions<FeatureTerm>(functionName, term, TERM_OPTIONS, {}, name);
    assertNumber(functionName, `${name}.weight`, term.weight, { above: 0, float32: true });
    for (const [option, type] of [
      ["loss", "function"],
      ["projector", "boolean"],
    ] as const) {
      const value = term[option];
      if (value === undefined || typeof value === type) continue;
      throw new ArgumentError({
        ...{ functionName, argument: `${name}.${option}`, expected: `must be a ${type}`, received: formatValue(value) },
        code: "dtype",
      });
    }
  });
}
