import { assertArray, assertOptions, formatShape } from "@dark-knowledge/core";
import { unzipSync } from "fflate";
import type { ColumnValues } from "./column.ts";
import { mostUnpacked } from "./internal/most-unpacked.ts";
import { product } from "./internal/product.ts";
import { sourceName } from "./internal/source-name.ts";

/** A NumPy array. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: ColumnValues;
}

/** Options of {@link readNpy} and {@link readNpz}. */
export interface ReadNpyOptions {
  /** The name of the file in errors. Default: `"npy"` or `"npz"`. */
  readonly source?: string;
}

/**
 * Reads an array as `numpy.save` writes it. Booleans and unsigned bytes become bytes, other integers int32, floats of
 * any size float32; arrays in Fortran order are converted to row-major order.
 *
 * @param bytes the contents of an `.npy` file
 * @returns a new array, suitable as a column of a dataset
 * @throws Error that names the file, when it is damaged, of another type (texts, objects, complex numbers), or an integer needs more than
 *   32 bits
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @example
 * ```ts
 * import { readNpy } from "@dark-knowledge/datasets";
 *
 * const header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }\n";
 * const bytes = new Uint8Array(10 + header.length + 4);
 * bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, header.length, 0, ...new TextEncoder().encode(header), 7, 0, 255, 255]);
 * readNpy(bytes); // => { shape: [2], values: [7, -1] }
 * ```
 */
export function readNpy(bytes: Uint8Array, options: ReadNpyOptions = {}): NpyArray {
  assertOptions<ReadNpyOptions>("readNpy", options, { source: true });
  assertArray("readNpy", "bytes", bytes, "Uint8Array");
  return parseNpy("readNpy", sourceName("readNpy", options.source, "npy"), bytes);
}

/**
 * Reads the arrays of a file that `numpy.savez` or `numpy.savez_compressed` wrote.
 *
 * @param bytes the contents of an `.npz` file
 * @returns the arrays by name
 * @throws Error that names the file and the array, as {@link readNpy} does, or when it is not a zip archive
 * @see {@link readNpy}
 */
export function readNpz(bytes: Uint8Array, options: ReadNpyOptions = {}): Readonly<Record<string, NpyArray>> {
  assertOptions<ReadNpyOptions>("readNpz", options, { source: true });
  assertArray("readNpz", "bytes", bytes, "Uint8Array");
  const source = sourceName("readNpz", options.source, "npz");
  const files = Object.entries(unzip(source, bytes));
  return Object.fromEntries(
    files.map(([name, contents]) => [name.slice(0, -4), parseNpy("readNpz", `${source}: ${name}`, contents)]),
  );
}

/** Unpacks the arrays and nothing else. The library allocates, and fills, no more than the length that it shows here. */
function unzip(source: string, bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  const most = mostUnpacked(bytes.length);
  let length = 0;
  try {
    return unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        if (!name.endsWith(".npy")) return false;
        length += Math.max(size, originalSize);
        if (length > most) throw new Error(`${length} bytes would come out of ${bytes.length}`);
        return true;
      },
    });
  } catch (cause) {
    throw new Error(`readNpz: ${source} is no zip archive, or a damaged one (${(cause as Error).message})`, { cause });
  }
}

/** How an element is read, its bytes, and what it becomes. */
interface ElementType {
  readonly size: number;
  readonly read: (view: DataView, at: number, isLittle: boolean) => number;
  readonly becomes: "uint8" | "int32" | "float32";
}

const byte: ElementType = { size: 1, read: (view, at) => view.getUint8(at), becomes: "uint8" };
const ELEMENTS: Readonly<Record<string, ElementType>> = {
  b1: byte,
  u1: byte,
  i1: { size: 1, read: (view, at) => view.getInt8(at), becomes: "int32" },
  i2: { size: 2, read: (view, at, isLittle) => view.getInt16(at, isLittle), becomes: "int32" },
  u2: { size: 2, read: (view, at, isLittle) => view.getUint16(at, isLittle), becomes: "int32" },
  i4: { size: 4, read: (view, at, isLittle) => view.getInt32(at, isLittle), becomes: "int32" },
  u4: { size: 4, read: (view, at, isLittle) => view.getUint32(at, isLittle), becomes: "int32" },
  i8: { size: 8, read: (view, at, isLittle) => Number(view.getBigInt64(at, isLittle)), becomes: "int32" },
  u8: { size: 8, read: (view, at, isLittle) => Number(view.getBigUint64(at, isLittle)), becomes: "int32" },
  f2: { size: 2, read: (view, at, isLittle) => halfToNumber(view.getUint16(at, isLittle)), becomes: "float32" },
  f4: { size: 4, read: (view, at, isLittle) => view.getFloat32(at, isLittle), becomes: "float32" },
  f8: { size: 8, read: (view, at, isLittle) => view.getFloat64(at, isLittle), becomes: "float32" },
};

function parseNpy(functionName: string, source: string, bytes: Uint8Array): NpyArray {
  const refuse = (problem: string): never => {
    throw new Error(`${functionName}: ${source} ${problem}`);
  };
  const magic = String.fromCharCode(...bytes.subarray(1, 6));
  if (bytes[0] !== 0x93 || magic !== "NUMPY" || bytes.length < 12) return refuse("is no array of NumPy's");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isOld = bytes[6] === 1;
  const start = isOld ? 10 : 12;
  const data = start + (isOld ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = new TextDecoder("latin1").decode(bytes.subarray(start, data));
  const [, order = "", type = ""] = /'descr':\s*'([<>|=])(\w+)'/.exec(header) ?? [];
  const [, list] = /'shape':\s*\(([^)]*)\)/.exec(header) ?? [];
  const element = ELEMENTS[type];
  if (list === undefined) return refuse("has a damaged header");
  if (element === undefined) {
    return refuse(`has elements of type ${/'descr':\s*(.*?), 'fortran/.exec(header)?.[1] ?? "?"}; save numbers`);
  }
  const shape = list
    .split(",")
    .filter((size) => size.trim() !== "")
    .map(Number);
  const count = product(shape);
  if (bytes.length - data !== count * element.size) {
    const needs = `shape ${formatShape(shape)} of ${type} needs ${count * element.size} bytes after the header`;
    return refuse(`is damaged: ${needs}, there are ${Math.max(0, bytes.length - data)}`);
  }
  const values = new { uint8: Uint8Array, int32: Int32Array, float32: Float32Array }[element.becomes](count);
  const places = /'fortran_order':\s*True/.test(header) ? fortranPlaces(shape) : undefined;
  for (let index = 0; index < count; index++) {
    const number = element.read(view, data + index * element.size, order !== ">");
    const place = places === undefined ? index : places[index]!;
    values[place] = number;
    if (element.becomes === "int32" && values[place] !== number)
      refuse(`has the integer ${number}, which needs more than 32 bits`);
  }
  return { shape, values };
}

/** Where the elements of an array in Fortran's order stand in row-major order. */
function fortranPlaces(shape: readonly number[]): Int32Array {
  const strides = shape.map((_, axis) => product(shape.slice(axis + 1)));
  return Int32Array.from({ length: product(shape) }, (_, index) => {
    let rest = index;
    let place = 0;
    shape.forEach((size, axis) => {
      place += (rest % size) * strides[axis]!;
      rest = Math.floor(rest / size);
    });
    return place;
  });
}

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
