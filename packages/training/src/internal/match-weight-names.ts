/**
 * For each name that Keras 3 gave a weight the one that tfjs-layers has for it. Keras names models and cells, too:
 * `sequential/lstm/lstm_cell/kernel` is `lstm/kernel`. The parts of the shorter name come in the longer one in the same order; of names that
 * fit the longest is taken, and each once.
 *
 * @returns nothing for a name that has none
 */
export function matchWeightNames(saved: readonly string[], known: readonly string[]): Map<string, string> {
  const free = new Set(known);
  const matched = new Map<string, string>();
  for (const name of saved) {
    const parts = name.split("/");
    const fitting = [...free].filter((candidate) => isWithin(candidate.split("/"), parts));
    const [best] = fitting.sort((one, other) => other.split("/").length - one.split("/").length);
    if (best === undefined) continue;
    free.delete(best);
    matched.set(name, best);
  }
  return matched;
}

/** Whether some parts come in others in the same order, the last one last. */
function isWithin(parts: readonly string[], others: readonly string[]): boolean {
  if (parts.at(-1) !== others.at(-1)) return false;
  let next = 0;
  for (const other of others) if (parts[next] === other) next++;
  return next >= parts.length;
}
