import { createHash } from "node:crypto";

/** SHA-256 as 64 hexadecimal digits, at once. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
