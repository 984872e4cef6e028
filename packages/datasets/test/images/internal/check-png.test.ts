import { deflateSync } from "node:zlib";
import { encode } from "fast-png";
import { expect, test } from "vitest";
import { checkPng } from "../../../src/images/internal/check-png.ts";

const SOME = 2 ** 16;
const bomb = deflateSync(new Uint8Array(2 * SOME));
const data = Uint8Array.from({ length: 300 * 300 }, (_, index) => (index * index) % 251);
const png = Uint8Array.from(encode({ width: 300, height: 300, channels: 1, data }));

/** The picture with one more chunk behind its header; checksums are looked at later. */
function withChunk(type: string, contents: Uint8Array): Uint8Array {
  const chunk = Buffer.alloc(12 + contents.length);
  chunk.writeUInt32BE(contents.length);
  chunk.write(type, 4, "latin1");
  chunk.set(contents, 8);
  return Uint8Array.from(Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]));
}

test("checkPng accepts what the pixels need, however small the limit is", () => {
  expect(checkPng(png, 1)).toBeUndefined();
});

test.each([
  ["data", withChunk("IDAT", deflateSync(new Uint8Array(300_000)))],
  ["profiles", withChunk("iCCP", Buffer.concat([Buffer.from("name\0\0"), deflateSync(new Uint8Array(300_000))]))],
])("checkPng refuses %s that stand for more", (_, bytes) => {
  expect(() => checkPng(bytes, SOME)).toThrow(/^more than 180600 bytes would come out of \d+$/);
});

test("checkPng leaves what is damaged to the decoder", () => {
  expect(checkPng(withChunk("iCCP", bomb.subarray(3)), 1)).toBeUndefined();
  expect(() => checkPng(png.subarray(0, 20))).toThrow("it has 20 bytes");
});
