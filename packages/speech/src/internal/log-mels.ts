/// <reference path="./fft.d.ts" />
import { assertArray, formatValue, type Matrix } from "@dark-knowledge/core";
import FFT from "fft.js";
import type { LogMelOptions } from "../log-mel-options.ts";
import { fail } from "./fail.ts";
import { type LogMelSettings, logMelSettings } from "./log-mel-settings.ts";

/** Makes the one thing that computes frames, for a whole recording or for pieces of it. */
export function createLogMels(
  functionName: string,
  options: LogMelOptions,
  pushName: string = functionName,
): { push(samples: ArrayLike<number>): Matrix<Float32Array> } {
  const settings = logMelSettings(functionName, options);
  const { windowSize, hopSize, filters } = settings;
  const writeFrame = createFrameWriter(settings);
  /** The samples after the beginning of the next frame, pre-emphasised. */
  let pending = new Float64Array();
  let lastSample = 0;
  return {
    push(samples) {
      assertSamples(pushName, samples);
      const signal = new Float64Array(pending.length + samples.length);
      signal.set(pending);
      for (let index = 0; index < samples.length; index++) {
        signal[pending.length + index] = samples[index]! - settings.preEmphasis * lastSample;
        lastSample = samples[index]!;
      }
      const rows = Math.max(0, 1 + Math.floor((signal.length - windowSize) / hopSize));
      const data = new Float32Array(rows * filters.length);
      for (let row = 0; row < rows; row++) writeFrame(signal, row * hopSize, data, row * filters.length);
      pending = signal.slice(rows * hopSize);
      return { rows, columns: filters.length, data };
    },
  };
}

function assertSamples(functionName: string, samples: ArrayLike<number>): void {
  assertArray(functionName, "samples", samples, "numbers");
  for (let index = 0; index < samples.length; index++) {
    if (Number.isFinite(samples[index])) continue;
    fail(functionName, "range", `samples[${index}]`, "must be a finite number", formatValue(samples[index]));
  }
}

/** Makes a function that writes the features of the window that begins at a sample. */
function createFrameWriter({ windowSize, fftSize, filters, smallestEnergy }: LogMelSettings) {
  const fft = new FFT(fftSize);
  const spectrum = fft.createComplexArray();
  const frame = new Float64Array(fftSize);
  const energies = new Float64Array(fftSize / 2 + 1);
  const window = Float64Array.from(
    { length: windowSize },
    (_, index) => 0.54 - 0.46 * Math.cos((2 * Math.PI * index) / (windowSize - 1)),
  );
  return (signal: Float64Array, start: number, into: Float32Array, offset: number) => {
    for (let index = 0; index < windowSize; index++) frame[index] = signal[start + index]! * window[index]!;
    fft.realTransform(spectrum, frame);
    for (let bin = 0; bin < energies.length; bin++)
      energies[bin] = spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
    filters.forEach(({ first, weights }, filter) => {
      let energy = 0;
      for (let index = 0; index < weights.length; index++) energy += weights[index]! * energies[first + index]!;
      into[offset + filter] = Math.log(Math.max(energy, smallestEnergy));
    });
  };
}
