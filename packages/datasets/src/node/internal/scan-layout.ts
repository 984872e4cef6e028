import { assertInteger } from "@dark-knowledge/core";
import { classesOf } from "../../internal/classes-of.ts";
import { layoutOf } from "../../internal/layout-of.ts";
import { sampleRows } from "../../internal/sample-rows.ts";
import { columnNamed } from "../../internal/table-cells.ts";
import type { InferLayoutOptions } from "../../layout-options.ts";
import type { TableLayout } from "../../table-layout.ts";
import type { FileTable } from "./file-table.ts";

/** More row groups are not read for the sample. */
const MOST_SAMPLED_GROUPS = 16;

/**
 * Infers the layout of files: types from a sample of rows, out of a few row groups evenly over all; classes and categories from
 * all rows, in one pass over their columns. With few row groups it is the layout that `inferLayout` finds in memory.
 */
export async function scanLayout(
  functionName: string,
  files: FileTable,
  options: InferLayoutOptions,
): Promise<TableLayout> {
  const { starts } = files;
  const { sample = 1000 } = options;
  assertInteger(functionName, "sample", sample, { min: 1 });
  const rowCount = starts.at(-1)!;
  const table = await files.readRows(functionName, sampledRows(starts, sample));
  const sampled = () => Array.from(table.rowNumbers.keys());
  // First with the classes of the sample, to learn which columns the classes are needed of.
  const asked = new Map<string, { readonly missing: readonly string[]; readonly separator: string | undefined }>();
  const found = layoutOf(functionName, options, {
    ...{ table, sampled, rowCount },
    classes(name, missing, separator) {
      asked.set(name, { missing, separator });
      return classesOf(columnNamed(table, name), missing, separator);
    },
  });
  // A label of many numbers has been ruled out as a class by then.
  const needed = [...asked.keys()].filter((name) => !(found.targets.kind === "numbers" && isLabel(found, name)));
  if (needed.length === 0) return found;
  const texts = new Map(needed.map((name) => [name, new Set<string>()]));
  for (let group = 0; group < starts.length - 1; group++) {
    const part = await files.readGroup(functionName, group, needed);
    for (const [name, known] of texts) {
      const { missing, separator } = asked.get(name)!;
      for (const text of classesOf(columnNamed(part, name), missing, separator)) known.add(text);
    }
  }
  return layoutOf(functionName, options, {
    ...{ table, sampled, rowCount },
    // The texts are separated by now.
    classes: (name, missing) => classesOf([...(texts.get(name) ?? classesOf(columnNamed(table, name), missing))], []),
  });
}

function isLabel({ columns }: TableLayout, wanted: string): boolean {
  return columns.some(({ name, role }) => name === wanted && role === "label");
}

function sampledRows(starts: Int32Array, size: number): readonly number[] {
  const groups = sampleRows(starts.length - 1, MOST_SAMPLED_GROUPS);
  const rows = groups.flatMap((group) =>
    Array.from({ length: starts[group + 1]! - starts[group]! }, (_, index) => starts[group]! + index),
  );
  return sampleRows(rows.length, size).map((index) => rows[index]!);
}
