import { encode } from "fast-png";
import jpeg from "jpeg-js";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../src/images/decode-image.ts";

const size = { width: 3, height: 2 };

describe("decodeImage(png)", () => {
  test.each([1, 2, 3, 4] as const)("gives the bytes of %d channels", async (channels) => {
    const data = Uint8Array.from({ length: 6 * channels }, (_, index) => 17 * index);
    expect(await decodeImage(encode({ ...size, channels, data }))).toEqual({ ...size, data });
  });

  test("gives the high bytes of 16 bits, and spreads fewer over all", async () => {
    const deep = Uint16Array.of(0, 255, 256, 0x1234, 0xff00, 0xffff);
    expect((await decodeImage(encode({ ...size, channels: 1, depth: 16, data: deep }))).data).toEqual(
      Uint8Array.of(0, 0, 1, 0x12, 0xff, 0xff),
    );
    // Three pixels of two bits a line: 0 1 2, 3 2 1.
    const packed = Uint8Array.of(0b00011000, 0b11100100);
    expect((await decodeImage(encode({ ...size, channels: 1, depth: 2, data: packed }))).data).toEqual(
      Uint8Array.of(0, 85, 170, 255, 170, 85),
    );
    const bits = Uint8Array.of(0b10100000, 0b01000000);
    expect((await decodeImage(encode({ ...size, channels: 1, depth: 1, data: bits }))).data).toEqual(
      Uint8Array.of(255, 0, 255, 0, 255, 0),
    );
  });

  test("resolves palettes, with transparency and without", async () => {
    const data = Uint8Array.of(0, 1, 2, 2, 1, 0);
    const palette = [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ];
    const shown = await decodeImage(encode({ ...size, channels: 1, data, palette: palette as never }));
    expect(shown.data).toEqual(Uint8Array.from([...data].flatMap((index) => palette[index]!)));
    const alpha = palette.map((colour, index) => [...colour, index * 100]);
    const transparent = await decodeImage(encode({ ...size, channels: 1, data, palette: alpha as never }));
    expect(transparent.data).toEqual(Uint8Array.from([...data].flatMap((index) => alpha[index]!)));
  });
});

describe("decodeImage(jpeg)", () => {
  const grey = (level: number) => [level, level, level, 255];

  test("gives red, green and blue", async () => {
    const data = Buffer.from(Array.from({ length: 64 }, (_, index) => grey(index < 32 ? 40 : 200)).flat());
    const {
      width,
      height,
      data: shown,
    } = await decodeImage(Uint8Array.from(jpeg.encode({ width: 8, height: 8, data }, 100).data));
    expect([width, height, shown.length]).toEqual([8, 8, 192]);
    for (const [index, wanted] of [
      [0, 40],
      [1, 40],
      [95, 40],
      [96, 200],
      [191, 200],
    ] as const) {
      expect(Math.abs(shown[index]! - wanted)).toBeLessThan(4);
    }
  });

  test("says that one is damaged", async () => {
    const whole = Uint8Array.from(jpeg.encode({ width: 8, height: 8, data: Buffer.alloc(256, 99) }, 90).data);
    await expect(decodeImage(whole.subarray(0, 300))).rejects.toThrow(/^decodeImage: the JPEG is damaged \(/);
  });
});

test("decodeImage says that a PNG is damaged, by its checksums too", async () => {
  const png = encode({ ...size, channels: 1, data: new Uint8Array(6) });
  await expect(decodeImage(png.subarray(0, 40))).rejects.toThrow(/^decodeImage: the PNG is damaged \(/);
  const flipped = Uint8Array.from(png);
  flipped[20]! ^= 1;
  await expect(decodeImage(flipped)).rejects.toThrow(/^decodeImage: the PNG is damaged \(.*CRC/);
});

test("decodeImage takes nothing else", async () => {
  await expect(decodeImage(new TextEncoder().encode("GIF89a"))).rejects.toThrow(
    "decodeImage: the bytes are neither PNG nor JPEG",
  );
  await expect(decodeImage("png" as never)).rejects.toThrow('decodeImage: bytes must be a Uint8Array, got "png"');
});

test("decodeImage refuses a PNG with more pixels than a picture has, before it makes them", async () => {
  const png = Uint8Array.from(encode({ ...size, channels: 1, data: new Uint8Array(6) }));
  new DataView(png.buffer).setUint32(16, 2 ** 30);
  await expect(decodeImage(png)).rejects.toThrow(
    "decodeImage: the PNG is damaged (it has 1073741824 × 2 pixels, more than 200000000)",
  );
});
