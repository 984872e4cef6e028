import type { RawImage } from "../../image.ts";
import { checkPng } from "./check-png.ts";

type DecodedPng = ReturnType<typeof import("fast-png")["decode"]>;

/** Decodes a PNG of any kind to bytes of 1 to 4 channels. */
export function decodePng(library: typeof import("fast-png"), bytes: Uint8Array): RawImage {
  checkPng(bytes);
  const png = library.decode(bytes, { checkCrc: true });
  const { width, height, palette, transparency } = png;
  const levels = levelsOf(png);
  if (palette !== undefined) {
    const channels = palette[0]?.length ?? 3;
    const data = new Uint8Array(levels.length * channels);
    levels.forEach((index, pixel) => {
      const colour = palette[index];
      if (colour === undefined) throw new Error(`the palette has no colour ${index}`);
      data.set(colour, pixel * channels);
    });
    return { data, width, height };
  }
  const data = png.depth === 16 ? levels.map((level) => level >> 8) : levels;
  const shown = Uint8Array.from(
    data,
    png.depth < 8 ? (level) => (level * 255) / (2 ** png.depth - 1) : (level) => level,
  );
  if (transparency === undefined) return { data: shown, width, height };
  return { data: withAlpha(shown, levels, transparency, png.channels), width, height };
}

/** A number for each level: those of less than a byte are packed, each line from a byte of its own on. */
function levelsOf({ data, depth, width, height }: DecodedPng): Uint8Array | Uint16Array {
  if (depth >= 8) return data instanceof Uint16Array ? data : Uint8Array.from(data);
  const lineBytes = Math.ceil((width * depth) / 8);
  return Uint8Array.from({ length: width * height }, (_, pixel) => {
    const bit = (pixel % width) * depth;
    const byte = data[Math.floor(pixel / width) * lineBytes + (bit >> 3)]!;
    return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  });
}

/** One colour that is transparent becomes a channel. */
function withAlpha(
  shown: Uint8Array,
  levels: Uint8Array | Uint16Array,
  transparent: Uint16Array,
  channels: number,
): Uint8Array {
  const count = shown.length / channels;
  const data = new Uint8Array(count * (channels + 1));
  for (let pixel = 0; pixel < count; pixel++) {
    const own = levels.subarray(pixel * channels, (pixel + 1) * channels);
    data.set(shown.subarray(pixel * channels, (pixel + 1) * channels), pixel * (channels + 1));
    data[pixel * (channels + 1) + channels] = own.every((level, channel) => level === transparent[channel]) ? 0 : 255;
  }
  return data;
}
