import { ArgumentError, formatValue } from "@dark-knowledge/core";

/**
 * Names the layers of a net by its own name, their kind, and how many of the kind came before: `mlp_dense_2`. tfjs counts
 * the layers of all nets of a process, so a process that resumes a run would give the same net other names.
 *
 * @throws ArgumentError when the net's name cannot be part of a layer's
 */
export function layerNames(functionName: string, net: string): (kind: string) => string {
  if (typeof net !== "string" || !/^[A-Za-z0-9][\w.-]*$/.test(net)) {
    throw new ArgumentError({
      ...{ functionName, argument: "name", expected: "must be letters, digits and, after the first, any of . _ -" },
      ...{ received: formatValue(net), code: "range" },
    });
  }
  const counts = new Map<string, number>();
  return (kind) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return `${net}_${kind}_${count}`;
  };
}
