import { formatValue } from "@dark-knowledge/core";
import { fail } from "../../internal/fail.ts";
import { type FileTable, joinFiles } from "./file-table.ts";
import type { GroupedFile } from "./grouped-file.ts";
import { openArrowGroups } from "./open-arrow-groups.ts";
import { openParquetGroups } from "./open-parquet-groups.ts";

const OPENERS: Readonly<Record<string, (functionName: string, path: string) => Promise<GroupedFile>>> = {
  parquet: openParquetGroups,
  arrow: openArrowGroups,
  feather: openArrowGroups,
};

/** Opens one file, or several of the same table. Throws unless there are rows. */
export async function openTableFiles(functionName: string, paths: unknown): Promise<FileTable> {
  const opened: GroupedFile[] = [];
  for (const path of pathsOf(functionName, paths)) opened.push(await openGroups(functionName, path));
  const files = joinFiles(functionName, opened);
  if (files.starts.at(-1)! === 0) throw new Error(`${functionName}: ${files.places[0]!.path} has no rows`);
  return files;
}

function pathsOf(functionName: string, paths: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(paths) ? paths : [paths];
  const isTexts = list.length > 0 && list.every((path) => typeof path === "string" && path !== "");
  if (!isTexts) fail(functionName, "dtype", "paths", "must be a path, or several", formatValue(paths));
  return list as readonly string[];
}

async function openGroups(functionName: string, path: string): Promise<GroupedFile> {
  const ending = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  const open = Object.hasOwn(OPENERS, ending) ? OPENERS[ending] : undefined;
  if (open !== undefined) return open(functionName, path);
  return fail(functionName, "range", "paths", "must end in .parquet, .arrow or .feather", formatValue(path));
}
