import { encode } from "fast-png";

/** Every runtime has it, but TypeScript's ES library without a DOM does not declare it. */
declare function btoa(binary: string): string;

/** Encodes pixels as a PNG data URI. */
export function dataUri(image: Parameters<typeof encode>[0]): string {
  return `data:image/png;base64,${btoa(Array.from(encode(image), (byte) => String.fromCharCode(byte)).join(""))}`;
}
