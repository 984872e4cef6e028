/** Bytes of the length fields of a header. */
const PREFIX_BYTES = 10;
/** The values begin at a multiple of this. */
const ALIGNMENT = 64;

/** The beginning of an `.npy` file of format 1.0, in the words of `numpy.save`. */
export function npyHeader(type: "<f4" | "<i8", shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((PREFIX_BYTES + text.length + 1) / ALIGNMENT) * ALIGNMENT - PREFIX_BYTES;
  const header = Buffer.alloc(PREFIX_BYTES + length, " ");
  header.set([0x93, ...Buffer.from("NUMPY"), 1, 0]);
  header.writeUInt16LE(length, 8);
  header.write(text, PREFIX_BYTES, "latin1");
  header[header.length - 1] = 0x0a;
  return header;
}
