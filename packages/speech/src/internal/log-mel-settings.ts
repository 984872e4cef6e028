import { assertInteger, assertNumber, assertOptions } from "@dark-knowledge/core";
import type { LogMelOptions } from "../log-mel-options.ts";
import { fail } from "./fail.ts";
import { type MelFilter, melFilters } from "./mel-filters.ts";

/** {@link LogMelOptions} in samples. */
export interface LogMelSettings {
  readonly windowSize: number;
  readonly hopSize: number;
  readonly fftSize: number;
  readonly filters: readonly MelFilter[];
  readonly preEmphasis: number;
  readonly smallestEnergy: number;
}

/** @throws ArgumentError when an option is not in its range */
export function logMelSettings(functionName: string, options: LogMelOptions): LogMelSettings {
  assertOptions<LogMelOptions>(functionName, options, {
    ...{ sampleRate: true, filters: true, windowSeconds: true, hopSeconds: true, preEmphasis: true },
    ...{ lowestFrequency: true, highestFrequency: true, smallestEnergy: true },
  });
  const { sampleRate, filters = 40, windowSeconds = 0.025, hopSeconds = 0.01 } = options;
  assertInteger(functionName, "sampleRate", sampleRate, { min: 1, max: 1e6 });
  assertInteger(functionName, "filters", filters, { min: 1, max: 1024 });
  assertNumber(functionName, "windowSeconds", windowSeconds, { min: 2 / sampleRate, max: 10 });
  assertNumber(functionName, "hopSeconds", hopSeconds, { min: 1 / sampleRate, max: windowSeconds });
  const {
    preEmphasis = 0.97,
    lowestFrequency = 20,
    highestFrequency = sampleRate / 2,
    smallestEnergy = 1e-10,
  } = options;
  assertNumber(functionName, "preEmphasis", preEmphasis, { min: 0, below: 1 });
  assertNumber(functionName, "lowestFrequency", lowestFrequency, { min: 0 });
  assertNumber(functionName, "highestFrequency", highestFrequency, { above: lowestFrequency, max: sampleRate / 2 });
  assertNumber(functionName, "smallestEnergy", smallestEnergy, { above: 0 });
  const windowSize = Math.round(windowSeconds * sampleRate);
  const hopSize = Math.round(hopSeconds * sampleRate);
  const fftSize = 2 ** Math.ceil(Math.log2(windowSize));
  const shape = { sampleRate, fftSize, filters, lowestFrequency, highestFrequency };
  const made = melFilters(shape);
  const narrow = made.findIndex(({ weights }) => weights.length === 0);
  if (narrow >= 0) {
    const expected = `must be few enough that each covers a frequency of the ${fftSize}-point transform; filter ${narrow} covers none`;
    fail(functionName, "range", "filters", expected, String(filters));
  }
  return { windowSize, hopSize, fftSize, filters: made, preEmphasis, smallestEnergy };
}
