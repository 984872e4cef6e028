import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { assertFields } from "@dark-knowledge/core";
import { loadError } from "./load-error.ts";

/** The files below a directory whose names end in one of some ways, by code units of their paths; and how many others there are. */
export async function findFiles(
  functionName: string,
  directory: string,
  endings: readonly string[],
): Promise<{ readonly paths: readonly string[]; readonly others: number }> {
  assertFields(functionName, { directory }, { directory: "text" });
  let others = 0;
  const paths: string[] = [];
  try {
    for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
      if (entry.isDirectory()) continue;
      const path = relative(directory, join(entry.parentPath, entry.name)).split(sep).join("/");
      if (endings.some((ending) => path.toLowerCase().endsWith(ending))) paths.push(path);
      else others++;
    }
  } catch (cause) {
    throw loadError(functionName, `${directory} cannot be read (${(cause as Error).message})`, cause);
  }
  if (paths.length === 0) throw loadError(functionName, `${directory} holds no ${endings.join(", ")} files`);
  return { paths: paths.sort((a, b) => (a < b ? -1 : 1)), others };
}
