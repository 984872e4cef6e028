import type { Dataset } from "@dark-knowledge/datasets";
import { asciiBytes, sha256, sha256Hex } from "./sha256.ts";

/**
 * A hash of the stored examples, all of them, whatever the view: SHA-256 over their shape and the SHA-256 of their bytes. Labels
 * play no part, because a teacher never sees them.
 */
export async function fingerprintDataset({ features, exampleShape }: Dataset): Promise<string> {
  const shape = asciiBytes(`uint8[${exampleShape.join(",")}]`);
  const joined = new Uint8Array(shape.length + 32);
  joined.set(shape);
  joined.set(await sha256(features), shape.length);
  return sha256Hex(joined);
}
