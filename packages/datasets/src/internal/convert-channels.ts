import type { Pixels } from "./resize-pixels.ts";

/** A picture with as many channels as are wanted: transparency on black, grey as ITU-R BT.601 has it. */
export function convertChannels(pixels: Pixels, channels: 1 | 3): Pixels {
  if (pixels.channels === channels) return pixels;
  const { data, width, height, channels: given } = pixels;
  const count = width * height;
  const hasAlpha = given === 2 || given === 4;
  const converted = new Uint8Array(count * channels);
  for (let pixel = 0; pixel < count; pixel++) {
    const from = pixel * given;
    const alpha = hasAlpha ? data[from + given - 1]! : 255;
    const shown = (level: number) => Math.floor((level * alpha + 127) / 255);
    const red = data[from]!;
    if (given <= 2) {
      converted.fill(shown(red), pixel * channels, (pixel + 1) * channels);
      continue;
    }
    const [green, blue] = [data[from + 1]!, data[from + 2]!];
    if (channels === 1) {
      // In 65,536ths.
      converted[pixel] = shown((red * 19595 + green * 38470 + blue * 7471 + 32768) >> 16);
    } else {
      converted[pixel * 3] = shown(red);
      converted[pixel * 3 + 1] = shown(green);
      converted[pixel * 3 + 2] = shown(blue);
    }
  }
  return { data: converted, width, height, channels };
}
