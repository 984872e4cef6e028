import { ArgumentError, assertObject, nearestName } from "@dark-knowledge/core";

/** Throws an ArgumentError unless an object has names of layers as its keys, and values that pass a check. */
export function assertLayerNames(
  functionName: string,
  argument: string,
  byLayer: unknown,
  { names, what }: { readonly names: readonly string[]; readonly what: string },
  check: (place: string, value: unknown, layer: string) => void,
): asserts byLayer is Readonly<Record<string, number>> {
  assertObject(functionName, argument, byLayer);
  for (const [name, value] of Object.entries(byLayer)) {
    if (!names.includes(name)) {
      const nearest = nearestName(name, names);
      const known = nearest === undefined ? names.join(", ") : `did you mean ${JSON.stringify(nearest)}?`;
      throw new ArgumentError({
        ...{ functionName, argument, expected: `must name ${what} (${known})`, received: JSON.stringify(name) },
        code: "range",
      });
    }
    check(`${argument}.${name}`, value, name);
  }
}
