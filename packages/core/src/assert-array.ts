import { ArgumentError } from "./argument-error.ts";
import { formatValue } from "./format.ts";

/** The arrays that {@link assertArray} tells apart, by their names. */
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
 * Throws an {@link ArgumentError} unless `value` is an array of the kind. What is in it is looked at only for `"numbers"`, where
 * an array may hold anything.
 *
 * Arrays of another realm, such as a frame or a test's own context, are arrays as well.
 *
 * @param functionName the exported function that was called; the message begins with it
 * @param argument the argument's name, as its signature has it
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
    // Not findIndex, which does not stop at holes as they are.
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

/** `"Array"`, the name of a typed array of numbers, or undefined. */
function kindOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return "Array";
  if (!ArrayBuffer.isView(value)) return undefined;
  const name = (value as unknown as Record<symbol, string>)[Symbol.toStringTag];
  return name === undefined || /^(DataView|Big)/.test(name) ? undefined : name;
}
