import type { ColourAugmentation } from "../augmentation.ts";

/** Changes the colours of an image in place; `largest` is white. */
export function changeColour(
  pixels: Float32Array,
  channels: number,
  largest: number,
  { brightness, contrast, saturation }: ColourAugmentation,
  uniform: () => number,
): void {
  const factor = (largestChange: number) => 1 + (2 * uniform() - 1) * largestChange;
  // All are drawn always, so that one does not depend on whether there are the others.
  const [light, distance, colours] = [factor(brightness), factor(contrast), factor(saturation)];
  const within = (level: number) => Math.min(largest, Math.max(0, level));
  const change = (changed: (level: number) => number) => {
    for (let at = 0; at < pixels.length; at++) pixels[at] = within(changed(pixels[at]!));
  };
  if (brightness > 0) change((level) => level * light);
  if (contrast > 0) {
    let sum = 0;
    for (let at = 0; at < pixels.length; at += channels) sum += greyAt(pixels, at, channels);
    const mean = (sum * channels) / pixels.length;
    change((level) => mean + (level - mean) * distance);
  }
  if (saturation > 0 && channels === 3) {
    for (let at = 0; at < pixels.length; at += 3) {
      const grey = greyAt(pixels, at, 3);
      for (let channel = at; channel < at + 3; channel++)
        pixels[channel] = within(grey + (pixels[channel]! - grey) * colours);
    }
  }
}

function greyAt(pixels: Float32Array, at: number, channels: number): number {
  if (channels < 3) return pixels[at]!;
  return 0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!;
}
