import type { Random } from "@dark-knowledge/core";

/** Samples per second, and from one frame to the next. */
const [RATE, HOP] = [8000, 80];
/** The samples of a window that are before and behind the hop in its middle. */
const MARGIN = 60;
/** The highest frequency of the voice, in Hz. */
const HIGHEST = 3800;
const GAIN = 0.03;

/**
 * Makes a voice of given loudness: the harmonics of a random pitch, and some breath. The windows of 25 ms that begin every 10 ms are as many
 * as there are rows, and the middle of each is that of its row.
 *
 * @param loudness for each 10 ms, the logarithm of the energy in bands that are equally wide in mels
 * @returns samples that 16 bits hold exactly
 */
export function synthesise(loudness: readonly (readonly number[])[], random: Random): Float32Array {
  const length = 2 * MARGIN + HOP * loudness.length;
  const sound = Float64Array.from({ length }, () => BREATH * random.normal());
  const pitch = 100 * 2 ** random.uniform();
  for (let frequency = pitch; frequency < HIGHEST; frequency += pitch) {
    const amplitudes = loudness.map((bands) => Math.exp(loudnessAt(frequency, bands) / 2));
    addTone(sound, (2 * Math.PI * frequency) / RATE, 2 * Math.PI * random.uniform(), amplitudes);
  }
  // 0 in place of −0, which 16 bits do not have.
  const rounded = (value: number) => Math.round(2 ** 15 * Math.min(0.999, Math.max(-0.999, GAIN * value))) + 0;
  return Float32Array.from(sound, (value) => rounded(value) / 2 ** 15);
}

const BREATH = 0.3;

const mels = (frequency: number) => 2595 * Math.log10(1 + frequency / 700);

/** The loudness at a frequency, between the middles of two bands. */
function loudnessAt(frequency: number, bands: readonly number[]): number {
  return between(bands, (mels(frequency) / mels(RATE / 2)) * bands.length - 0.5);
}

/** Adds a tone whose amplitude goes from the middle of one frame to that of the next. */
function addTone(sound: Float64Array, step: number, phase: number, amplitudes: readonly number[]): void {
  // sin(φ + step) = 2 cos(step) sin φ − sin(φ − step)
  const factor = 2 * Math.cos(step);
  let [now, before] = [Math.sin(phase), Math.sin(phase - step)];
  for (let time = 0; time < sound.length; time++) {
    sound[time]! += now * between(amplitudes, (time - MARGIN) / HOP - 0.5);
    [now, before] = [factor * now - before, now];
  }
}

/** The value at a place between two numbers of a list, or at its ends. */
function between(values: readonly number[], place: number): number {
  const at = Math.min(Math.max(place, 0), values.length - 1);
  const [first, part] = [Math.floor(at), at % 1];
  const value = values[first]!;
  return part === 0 ? value : value + part * (values[first + 1]! - value);
}
