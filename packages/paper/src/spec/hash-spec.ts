import { createHash } from "node:crypto";

/**
 * Hashes a specification to six hexadecimal digits. Different specifications share them with a probability of one in
 * sixteen million.
 */
export function hashSpec(spec: object): string {
  return createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 6);
}
