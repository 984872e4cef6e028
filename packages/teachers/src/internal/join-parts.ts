/** Puts the columns of an answer into its JSON: `topKProbs.indices` becomes a part of `topKProbs`. */
export function joinParts(
  head: Readonly<Record<string, unknown>>,
  columns: Iterable<readonly [name: string, values: unknown]>,
): Record<string, unknown> {
  const answer: Record<string, unknown> = { ...head };
  for (const [name, values] of columns) {
    const [whole, part] = name.split(".") as [string, string | undefined];
    answer[whole] = part === undefined ? values : { ...(answer[whole] as object | undefined), [part]: values };
  }
  return answer;
}
