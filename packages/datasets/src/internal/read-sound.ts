import { resample } from "@dark-knowledge/core";
import { decodeWav } from "../decode-wav.ts";
import { clippedSamples } from "./clipped-samples.ts";

/** A recording as the mean of its channels. */
export interface ReadSound {
  readonly samples: Float32Array;
  readonly sampleRate: number;
  /** Remarks for the user: it was resampled, or is clipped. */
  readonly remarks: readonly string[];
}

/**
 * Reads a WAV file at a sample rate, or at its own.
 *
 * @throws Error when it is damaged or has no samples
 */
export function readSound(bytes: Uint8Array, sampleRate?: number): ReadSound {
  const { channels, sampleRate: from } = decodeWav(bytes);
  const count = channels[0]!.length;
  if (count === 0) throw new Error("has no samples");
  const to = sampleRate ?? from;
  const samples = resample(meanOf(channels), { from, to });
  const clipped = Math.max(...channels.map(clippedSamples));
  const remarks = [
    ...(from === to ? [] : [`resampled from ${from} to ${to} samples a second`]),
    ...(clipped === 0 ? [] : [`clipped: ${clipped} of ${count} samples at the limit`]),
  ];
  return { samples, sampleRate: to, remarks };
}

function meanOf(channels: readonly Float32Array[]): Float32Array {
  if (channels.length === 1) return channels[0]!;
  return channels[0]!.map((_, at) => channels.reduce((sum, channel) => sum + channel[at]!, 0) / channels.length);
}
