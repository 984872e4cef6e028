import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The folders of all packages that pnpm has installed for this repository, by name: projects that are there anyway. */
export async function installedPackages(): Promise<Record<string, string>> {
  // …/.pnpm/NAME@VERSION/node_modules/@vscode/vscode-languagedetection/package.json
  const own = createRequire(import.meta.url).resolve("@vscode/vscode-languagedetection/package.json");
  const store = join(dirname(own), "../../../..");
  const projects: Record<string, string> = {};
  for (const installed of await readdir(store)) {
    const name = /^(.+?)@/.exec(installed.slice(1));
    if (name === null) continue;
    const project = (installed[0] + name[1]!).replace("+", "/");
    projects[project] ??= join(store, installed, "node_modules", project);
  }
  return projects;
}

/** The folders in a folder, by name. */
export async function foldersIn(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true });
  return Object.fromEntries(entries.filter((one) => one.isDirectory()).map(({ name }) => [name, join(folder, name)]));
}
