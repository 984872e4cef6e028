/** How the samples of a WAV file are written. */
export interface WavFormat {
  readonly kind?: "integers" | "floats";
  readonly bits?: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  /** As newer programs write the format. */
  readonly isExtensible?: boolean;
}

/** The bytes of a WAV file whose samples, the channels of a moment together, are these numbers as they are stored. */
export function wavBytes(
  stored: readonly number[],
  { kind = "integers", bits = 16, channels = 1, sampleRate = 8000, isExtensible = false }: WavFormat = {},
): Buffer {
  const size = bits / 8;
  const data = Buffer.alloc(stored.length * size);
  stored.forEach((sample, index) => {
    const at = index * size;
    if (kind === "floats") bits === 32 ? data.writeFloatLE(sample, at) : data.writeDoubleLE(sample, at);
    else if (bits === 8) data.writeUInt8(sample, at);
    else data.writeIntLE(sample, at, size);
  });
  const code = kind === "integers" ? 1 : 3;
  const format = Buffer.alloc(isExtensible ? 40 : 16);
  format.writeUInt16LE(isExtensible ? 0xfffe : code, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE(sampleRate * channels * size, 8);
  format.writeUInt16LE(channels * size, 12);
  format.writeUInt16LE(bits, 14);
  if (isExtensible) format.writeUInt16LE(code, 24);
  const chunk = (name: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(body.length);
    return Buffer.concat([Buffer.from(name), length, body, Buffer.alloc(body.length & 1)]);
  };
  // A part that nobody asked for, of an odd length.
  const parts = [chunk("fmt ", format), chunk("LIST", Buffer.from("note:")), chunk("data", data)];
  return chunk("RIFF", Buffer.concat([Buffer.from("WAVE"), ...parts]));
}
