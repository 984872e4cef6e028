import fc from "fast-check";

/** One change of a file. Places are shares of its length, so that they fit every file. */
type Change =
  | { readonly kind: "byte"; readonly at: number; readonly value: number }
  | { readonly kind: "number"; readonly at: number; readonly value: number; readonly isLittle: boolean }
  | { readonly kind: "cut"; readonly at: number }
  | { readonly kind: "remove" | "repeat"; readonly at: number; readonly count: number }
  | { readonly kind: "insert"; readonly at: number; readonly bytes: Uint8Array };

/** What lengths and offsets are when somebody means harm. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x00ffffff];

/** What texts are made of when somebody means harm. */
const WORDS = [
  ...["null", "[]", "{}", "-1", "1e999", "0.5", '""', '"', ",", "\n", "\0", "../", "/dev/zero", "__proto__"],
  ...["9007199254740993", "true", "[".repeat(50), '{"a":'.repeat(50), "\ud800", "é", "NaN"],
].map((word) => new TextEncoder().encode(word));

const at = fc.double({ min: 0, max: 1, noNaN: true });

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("byte"), at, value: fc.integer({ min: 0, max: 255 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("number"),
      at,
      value: fc.constantFrom(...EXTREMES),
      isLittle: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cut"), at }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom("remove", "repeat"), at, count: fc.integer({ min: 1, max: 64 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("insert"), at, bytes: fc.constantFrom(...WORDS) }) },
) as fc.Arbitrary<Change>;

/** A few changes, mostly one: what is damaged once comes furthest. */
export const damage: fc.Arbitrary<readonly Change[]> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(change) },
  { weight: 1, arbitrary: fc.array(change, { minLength: 2, maxLength: 6 }) },
);

/** A copy of a file with the changes. */
export function damaged(file: Uint8Array, changes: readonly Change[]): Uint8Array {
  return changes.reduce(apply, file.slice());
}

function apply(bytes: Uint8Array, change: Change): Uint8Array {
  const place = Math.min(bytes.length, Math.floor(change.at * bytes.length));
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (change.kind) {
    case "byte":
      if (place < bytes.length) bytes[place] = change.value;
      return bytes;
    case "number": {
      // Lengths stand at multiples of four, more often than not.
      const start = place - (place % 4);
      if (start + 4 > bytes.length) return bytes;
      new DataView(bytes.buffer, bytes.byteOffset).setUint32(start, change.value, change.isLittle);
      return bytes;
    }
    case "cut":
      return before.slice();
    case "remove":
      return joined(before, after.subarray(change.count));
    case "repeat":
      return joined(before, after.subarray(0, change.count), after);
    case "insert":
      return joined(before, change.bytes, after);
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}
