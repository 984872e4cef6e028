import { joinBytes } from "@dark-knowledge/core";
import { type Dataset, describeShuffle, type FileDataset } from "@dark-knowledge/datasets";
import { fingerprintDataset } from "../fingerprint-dataset.ts";
import { bytesOf } from "./bytes-of.ts";
import { asciiBytes, sha256, sha256Hex } from "./sha256.ts";

/**
 * A hash of the examples that a view shows, in its order, as a model sees them and with their targets, and of how they are shuffled, unless
 * that is the shuffle of a dataset in memory: all that training depends on.
 */
export async function fingerprintView(dataset: Dataset): Promise<string> {
  const { rows, columns, targets, weights } = dataset;
  const transforms = Object.values(columns).map((column) => column.transforms);
  const parts: unknown[] = [await fingerprintDataset(dataset), rows, ...Object.values(targets), weights, transforms];
  const { isFull, description } = describeShuffle(dataset);
  if (!isFull) parts.push(description, (dataset as FileDataset).storage.starts);
  const digests: Uint8Array[] = [];
  for (const part of parts) {
    digests.push(ArrayBuffer.isView(part) ? await sha256(bytesOf(part)) : asciiBytes(JSON.stringify(part) ?? "none"));
  }
  return sha256Hex(joinBytes(digests));
}
