import { ArgumentError } from "./argument-error.ts";
import { formatValue } from "./format.ts";

/** The kinds of arrays that {@link assertArray} distinguishes, by name. */
export interface ArrayKinds {
  /** An array of anything. */
  readonly Array: readonly unknown[];
  /** An array of numbers, or a typed array of them. */
  readonly numbers: ArrayLike<number>;
  readonly Float64Array: Float64Array;
  readonly Float32Array: Float32Array;
  readonly Int32Array: Int32Array;
  readonly Uint8Array: Uint8Array;
}

/**
 * Throws an {@link ArgumentError} unless `value` is an array of the kind. Elements are checked only for `"numbers"`,
 * where an array may hold anything.
 *
 * Arrays from another realm, such as a frame or a test context, also count.
 *
 * @param functionName the exported function that was called; the message starts with it
 * @param argument the argument's name in the signature
 * @throws ArgumentError with code `dtype`
 *
 * @example
 * ```ts
 * import { ArgumentError, assertArray } from "@dark-knowledge/core";
 *
 * let message = "";
 * try {
 *   assertArray("softmax", "logits", [1, "2"], "numbers");
 * } catch (error) {
 *   if (ArgumentError.is(error)) message = error.message;
 * }
 * message; // => 'softmax: logits[1] must be a number, got "2"'
 * ```
 */
export function assertArray<Kind extends keyof ArrayKinds>(
  functionName: string,
  argument: string,
  value: unknown,
  kind: Kind,
): asserts value is ArrayKinds[Kind] {
  const fail = (where: string, expected: string, received: unknown): never => {
    throw new ArgumentError({
      functionName,
      argument: where,
      expected,
      received: formatValue(received),
      code: "dtype",
    });
  };
  const found = kindOf(value);
  if (kind === "numbers") {
    if (found === undefined) fail(argument, "must be an array of numbers", value);
    if (found !== "Array") return;
    const list = value as readonly unknown[];
    // Not findIndex, which reads holes as undefined.
    for (let index = 0; index < list.length; index++) {
      if (typeof list[index] !== "number") fail(`${argument}[${index}]`, "must be a number", list[index]);
    }
  } else if (found !== kind) {
    fail(
      argument,
      kind === "Array"
        ? "must be an array"
        : `must be ${/^[AEIOU]/.test(kind) && kind !== "Uint8Array" ? "an" : "a"} ${kind}`,
      value,
    );
  }
}

/** Returns `"Array"`, the name of a typed array of numbers, or undefined. */
function kindOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return "Array";
  if (!ArrayBuffer.isView(value)) return undefined;
  const name = (value as unknown as Record<symbol, string>)[Symbol.toStringTag];
  return name === undefined || /^(DataView|Big)/.test(name) ? undefined : name;
}
