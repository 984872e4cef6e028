import type { Targets } from "../../targets.ts";

/** The class of a file by its path from the directory, with "/" between folders; `undefined` where it is not known. */
export type LabelOf = (path: string) => string | undefined;

/** The folder that a file is in, below the directory. */
export const folderOf: LabelOf = (path) => (path.includes("/") ? path.slice(0, path.indexOf("/")) : undefined);

/** The classes of files as targets: their names by code units, or numbers by size; none where no file has a class. */
export function labelFiles(paths: readonly string[], labelOf: LabelOf): Targets {
  const labels = paths.map(labelOf);
  const found = new Set(labels.filter((label) => label !== undefined));
  if (found.size === 0) return { kind: "none" };
  const areNumbers = [...found].every((label) => /^\d+$/.test(label));
  const classNames = [...found].sort((a, b) => (areNumbers ? Number(a) - Number(b) : a < b ? -1 : 1));
  const numbers = new Map(classNames.map((name, number) => [name, number]));
  return {
    kind: "classes",
    labels: Int32Array.from(labels, (label) => (label === undefined ? -1 : numbers.get(label)!)),
    classNames,
  };
}
