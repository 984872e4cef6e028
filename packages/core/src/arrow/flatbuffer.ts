/**
 * Reads tables of the FlatBuffers format, in which Arrow keeps its metadata, from bytes that may hold anything: what lies
 * outside them throws a RangeError, and no length is believed that the bytes have no room for.
 *
 * @see https://flatbuffers.dev/internals
 */
export interface Table {
  /** Whether a field is there. */
  has(field: number): boolean;
  /** A number of a field; 0 when it is left out, as the format has it. */
  uint8(field: number): number;
  int16(field: number): number;
  int32(field: number): number;
  int64(field: number): number;
  /** A text; empty when it is left out. */
  text(field: number): string;
  /** A table; undefined when it is left out. */
  table(field: number): Table | undefined;
  /** The tables of a list. */
  tables(field: number): readonly Table[];
  /** The elements of a list of structs of some bytes each, by where they begin. */
  structs(field: number, bytes: number): readonly Struct[];
}

/** A piece of fixed layout; numbers are read by their places in it. */
interface Struct {
  int32(at: number): number;
  int64(at: number): number;
}

/** The table at the root of a buffer. */
export function rootTable(bytes: Uint8Array): Table {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return tableAt(view, view.getUint32(0, true));
}

function tableAt(view: DataView, start: number): Table {
  const fields = start - view.getInt32(start, true);
  const fieldsEnd = fields + view.getUint16(fields, true);

  /** Where a field's value is; 0 when it is left out. */
  function placeOf(field: number): number {
    const slot = fields + 4 + 2 * field;
    if (slot + 2 > fieldsEnd) return 0;
    const offset = view.getUint16(slot, true);
    return offset === 0 ? 0 : start + offset;
  }

  /** Where what a field points to is; 0 when it is left out. */
  function targetOf(field: number): number {
    const place = placeOf(field);
    return place === 0 ? 0 : place + view.getUint32(place, true);
  }

  /** Where the elements of a list begin, and how many there are. */
  function listOf(field: number, bytes: number): { readonly first: number; readonly count: number } {
    const target = targetOf(field);
    if (target === 0) return { first: 0, count: 0 };
    const count = view.getUint32(target, true);
    if (count * bytes > view.byteLength - target - 4) throw new RangeError("a list that is longer than the bytes");
    return { first: target + 4, count };
  }

  return {
    has: (field) => placeOf(field) !== 0,
    uint8: (field) => (placeOf(field) === 0 ? 0 : view.getUint8(placeOf(field))),
    int16: (field) => (placeOf(field) === 0 ? 0 : view.getInt16(placeOf(field), true)),
    int32: (field) => (placeOf(field) === 0 ? 0 : view.getInt32(placeOf(field), true)),
    int64: (field) => (placeOf(field) === 0 ? 0 : Number(view.getBigInt64(placeOf(field), true))),
    text(field) {
      const { first, count } = listOf(field, 1);
      return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + first, count));
    },
    table: (field) => (placeOf(field) === 0 ? undefined : tableAt(view, targetOf(field))),
    tables(field) {
      const { first, count } = listOf(field, 4);
      return Array.from({ length: count }, (_, index) => {
        const place = first + 4 * index;
        return tableAt(view, place + view.getUint32(place, true));
      });
    },
    structs(field, bytes) {
      const { first, count } = listOf(field, bytes);
      return Array.from({ length: count }, (_, index) => ({
        int32: (at) => view.getInt32(first + index * bytes + at, true),
        int64: (at) => Number(view.getBigInt64(first + index * bytes + at, true)),
      }));
    },
  };
}
