import { packBits, readBits } from "./bit-stream.ts";

/** How values are written. */
export type ValueForm = "float32" | "codebook" | "grid";

/** Values that are written in few bytes, and the header that reads them. */
export interface CodedValues {
  readonly form: ValueForm;
  /** The bits of a code. */
  readonly width: number;
  /** The code of 0 in a grid. */
  readonly offset: number;
  /** The different values of a codebook, or the steps of the channels of a grid. */
  readonly table: Float32Array;
  readonly codes: Uint8Array;
}

/** The bytes of coded values. */
export function sizeOfCoded({ table, codes }: CodedValues): number {
  return table.byteLength + codes.byteLength;
}

/**
 * Codes values without loss in the form with the fewest bytes: as they are; as places in a codebook; or, where the values of each channel are
 * multiples of a step from −q to q, as these multiples, with q one less than a power of two.
 *
 * @param channelOf the channel of each value
 * @param roundUp the width of codes that is written for one that is needed
 */
export function packValues(
  values: Float32Array,
  channelOf: (index: number) => number,
  channels: number,
  roundUp: (width: number) => number,
): CodedValues {
  const raw = new Uint8Array(values.slice().buffer);
  const forms: CodedValues[] = [{ form: "float32", width: 32, offset: 0, table: new Float32Array(0), codes: raw }];
  const codebook = codebookForm(values, roundUp);
  if (codebook !== undefined) forms.push(codebook);
  const grid = gridForm(values, channelOf, channels, roundUp);
  if (grid !== undefined) forms.push(grid);
  return forms.reduce((best, one) => (sizeOfCoded(one) < sizeOfCoded(best) ? one : best));
}

/** Reads so many values; the codes begin with the first byte. */
export function readCoded(
  { form, width, offset, table }: Omit<CodedValues, "codes">,
  codes: Uint8Array,
  count: number,
  channelOf: (index: number) => number,
): Float32Array {
  if (form === "float32") return new Float32Array(codes.slice(0, 4 * count).buffer);
  return Float32Array.from({ length: count }, (_, index) => {
    const code = readBits(codes, index * width, width);
    return form === "codebook" ? table[code]! : (code - offset) * table[channelOf(index)]!;
  });
}

const MOST_VALUES = 2 ** 16;

function codebookForm(values: Float32Array, roundUp: (width: number) => number): CodedValues | undefined {
  // By their bits: −0 is not 0.
  const bits = new Uint32Array(values.slice().buffer);
  const places = new Map<number, number>();
  const codes = new Int32Array(values.length);
  for (const [index, one] of bits.entries()) {
    let code = places.get(one);
    if (code === undefined) {
      if (places.size === MOST_VALUES) return undefined;
      code = places.size;
      places.set(one, code);
    }
    codes[index] = code;
  }
  const table = new Float32Array(Uint32Array.from(places.keys()).buffer);
  const width = places.size <= 1 ? 0 : roundUp(Math.ceil(Math.log2(places.size)));
  return { form: "codebook", width, offset: 0, table, codes: packBits(codes, width) };
}

/** The grid with the fewest bits, up to 8, that has all values, bit for bit. */
function gridForm(
  values: Float32Array,
  channelOf: (index: number) => number,
  channels: number,
  roundUp: (width: number) => number,
): CodedValues | undefined {
  const lists = Array.from({ length: channels }, (): number[] => []);
  for (const [index, value] of values.entries()) lists[channelOf(index)]!.push(value);
  const table = new Float32Array(channels);
  let largest = 1;
  for (const [channel, list] of lists.entries()) {
    const size = list.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const code = largestCode(list, size);
    if (code === undefined) return undefined;
    table[channel] = size / code;
    largest = Math.max(largest, code);
  }
  const bits = Math.ceil(Math.log2(largest + 1)) + 1;
  const [width, offset] = [roundUp(bits), 2 ** (bits - 1) - 1];
  const codes = Int32Array.from(values, (value, index) => codeOf(value, table[channelOf(index)]!) + offset);
  return { form: "grid", width, offset, table, codes: packBits(codes, width) };
}

/** The smallest number so that all values are multiples of the largest one divided by it; up to 127. */
function largestCode(values: readonly number[], largest: number): number | undefined {
  for (let code = 1; code <= 127; code++) {
    const step = Math.fround(largest / code);
    if (values.every((value) => Object.is(Math.fround(codeOf(value, step) * step), value))) return code;
  }
  return undefined;
}

function codeOf(value: number, step: number): number {
  return Math.round(value / step) || 0;
}
