import { Unzlib } from "fflate";

/** As many as a JPEG may have. */
const MOST_PIXELS = 200_000_000;
/** Deflate does not make more of a byte. */
const MOST_PER_BYTE = 1032;
/** So little is unpacked at a time that what comes out has room. */
const PIECE = 2 ** 16;

/** Channels by type of colour. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Throws an error where decoding a PNG would fill the memory: it has more pixels than any picture of a dataset, or what is compressed in it
 * stands for more bytes than the pixels need.
 *
 * @param some so many bytes have room on every machine
 */
export function checkPng(bytes: Uint8Array, some: number = 2 ** 26): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33) throw new Error(`it has ${bytes.length} bytes`);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width * height > MOST_PIXELS) {
    throw new Error(`it has ${width} × ${height} pixels, more than ${MOST_PIXELS}`);
  }
  const bits = (CHANNELS[view.getUint8(25)] ?? 4) * view.getUint8(24);
  // An interlaced picture has up to twice as many lines, each with a byte more.
  const most = Math.max(some, 2 * height * (1 + Math.ceil((width * bits) / 8)));
  const data: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const contents = bytes.subarray(at + 8, at + 8 + length);
    if (type === "IDAT") data.push(contents);
    // A profile of colours: its name, which ends in 0, a byte, and compressed data.
    if (type === "iCCP") assertRoom([contents.subarray(contents.indexOf(0) + 2)], most);
    at += 12 + length;
  }
  assertRoom(data, most);
}

/** Throws an error where parts of compressed data stand for more bytes. What is damaged is left to the decoder. */
function assertRoom(parts: readonly Uint8Array[], most: number): void {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (MOST_PER_BYTE * length <= most) return;
  let found = 0;
  const inflator = new Unzlib((chunk) => {
    found += chunk.length;
  });
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length && found <= most; at += PIECE) inflator.push(part.subarray(at, at + PIECE));
    }
  } catch {
    return;
  }
  if (found > most) throw new Error(`more than ${most} bytes would come out of ${length}`);
}
