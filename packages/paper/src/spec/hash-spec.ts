import { createHash } from "node:crypto";

/** Six hexadecimal digits that two specifications share only if they are equal, but for one in sixteen million. */
export function hashSpec(spec: object): string {
  return createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 6);
}
