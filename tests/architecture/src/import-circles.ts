import { posix } from "node:path";
import { importsOf } from "./imports-of.ts";
import { type Package, sourcesOf, type Workspace } from "./read-workspace.ts";

/** No sources import each other in a circle, types included: whoever reads one of them would have to read all. */
export function importCircles(workspace: Workspace): string[] {
  return workspace.packages.flatMap((one) =>
    circlesIn(one).map((circle) => `packages/${one.folder}: ${circle.join(" → ")}`),
  );
}

/** The circles that a walk through the imports finds, each once, from its first file on. */
function circlesIn(one: Package): readonly (readonly string[])[] {
  const imports = new Map(
    sourcesOf(one).map(([path, text]) => [
      path,
      importsOf(text)
        .filter((module) => module.startsWith("."))
        .map((module) => posix.join(posix.dirname(path), module)),
    ]),
  );
  const done = new Set<string>();
  const circles: string[][] = [];
  function walk(path: string, way: readonly string[]): void {
    const from = way.indexOf(path);
    if (from >= 0) circles.push([...way.slice(from), path]);
    if (from >= 0 || done.has(path)) return;
    for (const imported of imports.get(path) ?? []) walk(imported, [...way, path]);
    done.add(path);
  }
  for (const path of imports.keys()) walk(path, []);
  return circles;
}
