import { ArgumentError } from "./argument-error.ts";
import { formatValue } from "./format.ts";

/**
 * Copies some bytes one after another into one array.
 *
 * @param parts views of bytes, or whole buffers
 * @throws ArgumentError when a part is neither
 *
 * @example
 * ```ts
 * import { joinBytes } from "@dark-knowledge/core";
 *
 * joinBytes([Uint8Array.of(1, 2), Uint8Array.of(3).buffer]); // => Uint8Array.of(1, 2, 3)
 * ```
 */
export function joinBytes(parts: readonly (Uint8Array | ArrayBuffer)[]): Uint8Array<ArrayBuffer> {
  if (!Array.isArray(parts)) fail("parts", "must be an array of bytes", parts);
  const views = Array.from(parts as readonly (Uint8Array | ArrayBuffer)[], (part, index) => {
    const kind = Object.prototype.toString.call(part);
    // Not instanceof: arrays and buffers from another realm count as well.
    if (kind === "[object Uint8Array]") return part as Uint8Array;
    if (kind === "[object ArrayBuffer]") return new Uint8Array(part as ArrayBuffer);
    return fail(`parts[${index}]`, "must be a Uint8Array or an ArrayBuffer", part);
  });
  const whole = new Uint8Array(views.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const view of views) {
    whole.set(view, at);
    at += view.length;
  }
  return whole;
}

function fail(argument: string, expected: string, received: unknown): never {
  throw new ArgumentError({
    ...{ functionName: "joinBytes", argument, expected, received: formatValue(received), code: "dtype" },
  });
}
