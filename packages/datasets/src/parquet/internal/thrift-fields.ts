/** A struct of Thrift's compact protocol: its numbers, truths and inner structs by the numbers of their fields. */
export type ThriftFields = ReadonlyMap<number, ThriftValue>;

/** Texts, lists and numbers of 64 bits are passed over, as null: no page is described by them. */
type ThriftValue = number | boolean | null | ThriftFields;

/** No description of a page is nested as deep. */
const DEEPEST = 8;

/**
 * Reads a struct of Thrift's compact protocol, in which Parquet describes its pages, from bytes that may hold anything.
 *
 * @returns the fields, and where the struct ends
 * @throws RangeError when the bytes end before the struct does; Error for what is not in the protocol
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function readThriftFields(
  view: DataView,
  start: number,
): { readonly fields: ThriftFields; readonly end: number } {
  let at = start;

  function varInt(mostBytes: number): number {
    let value = 0;
    for (let index = 0; index < mostBytes; index++) {
      const byte = view.getUint8(at++);
      value |= (byte & 0x7f) << (7 * index);
      if (byte < 0x80) return value;
    }
    throw new Error("a number that is too long");
  }

  function zigZag(): number {
    const value = varInt(5);
    return (value >>> 1) ^ -(value & 1);
  }

  function skip(bytes: number): null {
    if (bytes < 0 || bytes > view.byteLength - at) throw new RangeError("a text that is longer than the bytes");
    at += bytes;
    return null;
  }

  function list(depth: number): null {
    const head = view.getUint8(at++);
    const count = head >> 4 === 15 ? varInt(5) : head >> 4;
    const type = head & 15;
    // Each element takes a byte at least, so what is longer than the bytes ends with them.
    for (let index = 0; index < count; index++) value(type <= 2 ? 3 : type, depth);
    return null;
  }

  function value(type: number, depth: number): ThriftValue {
    switch (type) {
      case 1:
      case 2:
        return type === 1;
      case 3:
        return view.getInt8(at++);
      case 4:
      case 5:
        return zigZag();
      case 6:
        varInt(10);
        return null;
      case 7:
        return skip(8);
      case 8:
        return skip(varInt(5));
      case 9:
        return list(depth);
      case 12:
        return struct(depth + 1);
      default:
        throw new Error(`a value of type ${type}`);
    }
  }

  function struct(depth: number): ThriftFields {
    if (depth > DEEPEST) throw new Error(`a description that is nested more than ${DEEPEST} deep`);
    const fields = new Map<number, ThriftValue>();
    let field = 0;
    for (;;) {
      const head = view.getUint8(at++);
      const type = head & 15;
      if (type === 0) return fields;
      field = head >> 4 === 0 ? zigZag() : field + (head >> 4);
      fields.set(field, value(type, depth));
    }
  }

  const fields = struct(0);
  return { fields, end: at };
}
