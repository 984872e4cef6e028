import type { SoftTargetManifest } from "../../manifest.ts";

/** Answers to examples of one view, as the journal has them. The arrays lie in `bytes`. */
export interface JournalEntry {
  readonly bytes: Uint8Array;
  readonly augmentationSeed: number;
  /** Of each example, its place among all ids. */
  readonly places: Uint32Array;
  /** Row-major: full rows, or the k largest; NaN for an example that has no answer. */
  readonly logits: Float32Array;
  /** Class numbers and mass of the rest of top-k answers; empty for full rows. */
  readonly indices: Int32Array;
  readonly tailLogits: Float32Array;
}

/** The layout of an entry's rows. */
type RowShape = Pick<SoftTargetManifest, "encoding" | "classNames">;

/** Augmentation seed and number of rows. */
const HEADER_BYTES = 8;

/** An entry for some rows, to be filled. */
export function createEntry(shape: RowShape, augmentationSeed: number, rows: number): JournalEntry {
  const bytes = new Uint8Array(HEADER_BYTES + rows * rowBytes(shape));
  new Uint32Array(bytes.buffer).set([augmentationSeed, rows]);
  return layEntry(shape, bytes);
}

/** The entries that lie one after another in the contents of a frame; undefined when they are of another recording, or none. */
export function readEntries(manifest: SoftTargetManifest, contents: Uint8Array): readonly JournalEntry[] | undefined {
  const entries: JournalEntry[] = [];
  for (let at = 0; at < contents.length; ) {
    const rows = contents.length - at < HEADER_BYTES ? Infinity : rowsAt(contents, at);
    const end = at + HEADER_BYTES + rows * rowBytes(manifest);
    if (end > contents.length) return undefined;
    const entry = layEntry(manifest, contents.slice(at, end));
    if (!isOf(manifest, entry)) return undefined;
    entries.push(entry);
    at = end;
  }
  return entries;
}

function rowsAt({ buffer, byteOffset }: Uint8Array, at: number): number {
  return new DataView(buffer, byteOffset + at).getUint32(4, true);
}

function isOf({ augmentationSeeds, dataset }: SoftTargetManifest, { augmentationSeed, places }: JournalEntry): boolean {
  return augmentationSeeds.includes(augmentationSeed) && places.every((place) => place < dataset.size);
}

function layEntry(shape: RowShape, bytes: Uint8Array): JournalEntry {
  const { buffer } = bytes;
  const [augmentationSeed, rows] = new Uint32Array(buffer, 0, 2) as unknown as [number, number];
  const { width, topWidth } = widthsOf(shape);
  const places = new Uint32Array(buffer, HEADER_BYTES, rows);
  const logits = new Float32Array(buffer, HEADER_BYTES + 4 * rows, rows * width);
  const indices = new Int32Array(buffer, logits.byteOffset + logits.byteLength, rows * topWidth);
  const tailLogits = new Float32Array(buffer, indices.byteOffset + indices.byteLength, topWidth === 0 ? 0 : rows);
  return { bytes, augmentationSeed, places, logits, indices, tailLogits };
}

function rowBytes(shape: RowShape): number {
  const { width, topWidth } = widthsOf(shape);
  return 4 * (1 + width + topWidth + (topWidth === 0 ? 0 : 1));
}

/** Logits and class numbers of a row. */
function widthsOf({ encoding, classNames }: RowShape): { width: number; topWidth: number } {
  return encoding.kind === "dense"
    ? { width: classNames.length, topWidth: 0 }
    : { width: encoding.k, topWidth: encoding.k };
}
