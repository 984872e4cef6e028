import { assertArray, assertInteger, assertOptions, formatValue, type Matrix } from "@dark-knowledge/core";
import { sourceName } from "./internal/source-name.ts";

/** Options of {@link readSphinxFeatures}. */
export interface SphinxFeatureOptions {
  /** The number of features of a frame. Default: 13. */
  readonly columns?: number;
  /** The name of the file in errors. Default: `"features"`. */
  readonly source?: string;
}

/**
 * Reads a feature file of CMU Sphinx (`.mfc`): a count of floats, then the floats, frame by frame. The byte order is the one in which
 * the count agrees with the length of the file.
 *
 * @param bytes the contents of the file
 * @returns a new matrix, frames × columns
 * @throws Error that names the file, when it is truncated, has another number of features per frame, or holds a number that is not finite
 *
 * @example
 * ```ts
 * import { readSphinxFeatures } from "@dark-knowledge/speech";
 *
 * const bytes = new Uint8Array(12);
 * const view = new DataView(bytes.buffer);
 * view.setInt32(0, 2);
 * view.setFloat32(4, 0.5);
 * view.setFloat32(8, -1);
 * readSphinxFeatures(bytes, { columns: 2 }); // => { rows: 1, columns: 2, data: [0.5, -1] }
 * ```
 */
export function readSphinxFeatures(bytes: Uint8Array, options: SphinxFeatureOptions = {}): Matrix<Float32Array> {
  assertOptions<SphinxFeatureOptions>("readSphinxFeatures", options, { columns: true, source: true });
  assertArray("readSphinxFeatures", "bytes", bytes, "Uint8Array");
  const { columns = 13 } = options;
  const source = sourceName("readSphinxFeatures", options.source, "features");
  assertInteger("readSphinxFeatures", "columns", columns, { min: 1, max: 65_536 });
  const refuse = (problem: string) => new Error(`readSphinxFeatures: ${source} ${problem}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.length / 4 - 1;
  const isLittle = bytes.length >= 4 && view.getInt32(0, true) === count;
  if (bytes.length < 4 || (!isLittle && view.getInt32(0) !== count)) {
    const said = bytes.length < 4 ? "no count" : `a count of ${view.getInt32(0)}`;
    throw refuse(`is damaged or no Sphinx feature file: it has ${said}, and ${bytes.length} bytes`);
  }
  if (count % columns !== 0) throw refuse(`has ${count} numbers, which are no frames of ${columns}`);
  const data = Float32Array.from({ length: count }, (_, index) => view.getFloat32(4 + 4 * index, isLittle));
  const broken = data.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) throw refuse(`has ${formatValue(data[broken])} in frame ${Math.floor(broken / columns)}`);
  return { rows: count / columns, columns, data };
}
