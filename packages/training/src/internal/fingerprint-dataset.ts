import type { Column, Dataset } from "@dark-knowledge/datasets";
import { asciiBytes, sha256, sha256Hex } from "./sha256.ts";

/**
 * A hash of the stored examples, all of them, whatever the view: SHA-256 over the type and shape of each column and the SHA-256 of its
 * bytes. Labels and transforms play no part: what a teacher said of an example stays what it said.
 */
export async function fingerprintDataset({ columns }: Dataset): Promise<string> {
  const named = Object.entries(columns);
  const parts: Uint8Array[] = [];
  for (const [name, column] of named) {
    const { values, shape, offsets } = column;
    parts.push(asciiBytes(`${named.length > 1 ? `${name}: ` : ""}${typeOf(column)}[${shape.join(",")}]`));
    parts.push(await sha256(bytesOf(values)));
    if (offsets) parts.push(await sha256(bytesOf(offsets)));
  }
  return sha256Hex(joined(parts));
}

/** The bytes of an array, not copied. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Some bytes one after another. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function typeOf({ values }: Column): string {
  if (values instanceof Float32Array) return "float32";
  return values instanceof Int32Array ? "int32" : "uint8";
}
