import { formatValue } from "@dark-knowledge/core";
import type { RawImage } from "../image.ts";
import { fail } from "../internal/fail.ts";
import { importPeer } from "../internal/import-peer.ts";
import { decodeJpeg } from "./internal/decode-jpeg.ts";
import { decodePng } from "./internal/decode-png.ts";

/**
 * Decodes a PNG or JPEG picture to bytes, for the source {@link image}. A browser can do that itself; this gives the
 * same numbers everywhere. For 16-bit pictures the high bytes are used; palettes and transparency are resolved; a
 * JPEG's orientation is not.
 *
 * @param bytes the contents of the file
 * @throws Error when it is neither PNG nor JPEG, or damaged, or the package `fast-png` or `jpeg-js` is not installed
 *
 * @example
 * ```ts
 * import { decodeImage } from "@dark-knowledge/datasets/images";
 *
 * // A PNG of one grey pixel.
 * const png =
 *   "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4XmNoAAAAggCB4fxZeAAAAABJRU5ErkJggg==";
 * const { data, width, height } = await decodeImage(Uint8Array.from(atob(png), (character) => character.charCodeAt(0)));
 * [width, height, data[0]]; // => [1, 1, 128]
 * ```
 */
export async function decodeImage(bytes: Uint8Array): Promise<RawImage> {
  if (!(bytes instanceof Uint8Array)) fail("decodeImage", "dtype", "bytes", "must be a Uint8Array", formatValue(bytes));
  const begins = (...start: number[]) => start.every((byte, index) => bytes[index] === byte);
  if (begins(0x89, 0x50, 0x4e, 0x47)) {
    const library = await importPeer("decodeImage", "fast-png", () => import("fast-png"));
    return decoded("PNG", () => decodePng(library, bytes));
  }
  if (begins(0xff, 0xd8, 0xff)) {
    const library = await importPeer("decodeImage", "jpeg-js", () => import("jpeg-js"));
    return decoded("JPEG", () => decodeJpeg(library, bytes));
  }
  throw new Error("decodeImage: the bytes are neither PNG nor JPEG");
}

function decoded(format: string, decode: () => RawImage): RawImage {
  try {
    return decode();
  } catch (cause) {
    throw new Error(`decodeImage: the ${format} is damaged (${(cause as Error).message})`, { cause });
  }
}
