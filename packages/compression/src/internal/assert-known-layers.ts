import { ArgumentError, assertNumber, nearestName } from "@dark-knowledge/core";

/** Throws an ArgumentError unless shares below 1 are given by names of layers that there are. */
export function assertKnownLayers(
  functionName: string,
  sparsity: Readonly<Record<string, number>>,
  names: readonly string[],
  what: string,
): void {
  for (const [name, share] of Object.entries(sparsity)) {
    if (!names.includes(name)) {
      const nearest = nearestName(name, names);
      const known = nearest === undefined ? names.join(", ") : `did you mean ${JSON.stringify(nearest)}?`;
      throw new ArgumentError({
        ...{ functionName, argument: "sparsity", expected: `must name ${what} (${known})` },
        ...{ received: JSON.stringify(name), code: "range" },
      });
    }
    assertNumber(functionName, `sparsity.${name}`, share, { min: 0, below: 1 });
  }
}
