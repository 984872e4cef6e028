import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of this repository. */
export const ROOT: string = fileURLToPath(new URL("../../../", import.meta.url));

const IGNORED = new Set(["node_modules", "dist", ".git", ".turbo", "coverage", "runs"]);

/** Paths of all files with an ending, relative to the root, without what git ignores. */
export function workspaceFiles(ending: string, root: string = ROOT): string[] {
  const under = (folder: string): string[] =>
    readdirSync(folder)
      .filter((entry) => !IGNORED.has(entry))
      .sort()
      .flatMap((entry) => {
        const path = join(folder, entry);
        if (statSync(path).isDirectory()) return under(path);
        return entry.endsWith(ending) ? [relative(root, path).split(sep).join("/")] : [];
      });
  return under(root);
}

/** The text of a file of the workspace. */
export function readText(path: string, root: string = ROOT): string {
  return readFileSync(join(root, path), "utf8");
}
