import type { Data, Vector } from "apache-arrow";
import type { FileLimits } from "../../internal/file-limits.ts";

/** The numbers of Arrow's types, as `apache-arrow` has them. */
const TYPE = { null: 1, bool: 6, list: 12, struct: 13, union: 14, fixedSizeList: 16, map: 17, dictionary: -1 };
/** Texts and bytes, the last four with offsets of 8 bytes or as views. */
const WITH_OFFSETS = [4, 5, 19, 20];
const VIEWS = [23, 24];
const LARGE_LIST = 21;
const VIEW_BYTES = 16;

/**
 * Checks that the values of a column are there: as many as it has rows, lists and texts inside of what they are parts of, and entries
 * of dictionaries that exist.
 *
 * @returns whether it has structures, which are no cells of a table
 * @throws RangeError when values are missing, or stand for more than the bytes of the file may
 */
export function checkValues(column: Vector, limits: FileLimits): boolean {
  const known = new Set<Vector>();

  function checkAll(vector: Vector): boolean {
    // Of several chunks that share a dictionary it is checked once.
    if (known.has(vector)) return false;
    known.add(vector);
    return vector.data.some(hasStructures);
  }

  function hasStructures(data: Data): boolean {
    const { typeId, length, children } = data;
    if ([TYPE.struct, TYPE.union, TYPE.map].includes(typeId)) return true;
    if (typeId === TYPE.null || length === 0) return false;
    const room = data.values?.length ?? 0;
    if (typeId === TYPE.bool) assertRoom(8 * room, length);
    else if (typeId === TYPE.dictionary) {
      assertRoom(room, length);
      return checkEntries(data, checkAll);
    } else if (typeId === TYPE.list || typeId === LARGE_LIST) checkOffsets(data, children[0]?.length ?? 0);
    else if (typeId === TYPE.fixedSizeList) {
      if (!(data.stride >= 0)) throw new RangeError(`lists of ${data.stride}`);
      assertRoom(children[0]?.length ?? 0, length * data.stride);
    } else if (WITH_OFFSETS.includes(typeId)) checkOffsets(data, room);
    else if (VIEWS.includes(typeId)) checkViews(data, limits);
    else if (!(data.stride >= 0)) throw new RangeError(`values of ${data.stride} bytes`);
    else assertRoom(room, length * data.stride);
    return children.some(hasStructures);
  }

  return checkAll(column);
}

function assertRoom(room: number, needed: number): void {
  if (needed > room) throw new RangeError(`${needed} values where ${room} are`);
}

/** Parts follow each other, so that all of them together are no longer than the whole. */
function checkOffsets({ valueOffsets: offsets, length }: Data, whole: number): void {
  assertRoom(offsets?.length ?? 0, length + 1);
  for (let row = 0; row < length; row++) {
    if (offsets[row] > offsets[row + 1]) throw new RangeError("a part that ends before it begins");
  }
  if (offsets[0] < 0 || offsets[length] > whole) throw new RangeError("parts that are longer than the whole");
}

/** Each text says where it is, and any number of them may be in one place. */
function checkViews({ values, length }: Data, limits: FileLimits): void {
  assertRoom(values?.length ?? 0, length * VIEW_BYTES);
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  for (let row = 0; row < length; row++) limits.take("bytes", Math.max(0, view.getInt32(row * VIEW_BYTES, true)));
}

/** A row without an entry may have any number. */
function checkEntries(data: Data, check: (dictionary: Vector) => boolean): boolean {
  const { dictionary, values, length } = data;
  if (dictionary === undefined) throw new RangeError("a dictionary that is not there");
  const size = dictionary.length;
  for (let row = 0; row < length; row++) {
    const isThere = values[row] >= 0 && values[row] < size;
    if (!isThere && data.getValid(row)) throw new RangeError(`entry ${values[row]} of a dictionary of ${size}`);
  }
  return check(dictionary);
}
