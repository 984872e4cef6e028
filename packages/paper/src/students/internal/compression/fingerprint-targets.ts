import { createHash } from "node:crypto";
import type { Dataset } from "@dark-knowledge/datasets";

/** Hashes all stored targets, which `fingerprintDataset` leaves out. */
export function fingerprintTargets({ targets }: Dataset): string {
  const hash = createHash("sha256").update(targets.kind);
  const add = (numbers: Float32Array | Int32Array | Int8Array | Uint8Array) =>
    hash.update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  if ("labels" in targets) add(targets.labels);
  if ("values" in targets) add(targets.values);
  if ("known" in targets && targets.known) add(targets.known);
  return hash.digest("hex");
}
