import { builtinModules } from "node:module";
import { posix } from "node:path";
import { importsOf, packageOf } from "./imports-of.ts";
import { type Package, publicPackages, sourcesOf, type Workspace } from "./read-workspace.ts";

const BUILTINS = new Set(builtinModules);

/** Whether a module is part of Node: `node:fs`, or `fs` without the prefix. */
export function isBuiltin(module: string): boolean {
  return module.startsWith("node:") || BUILTINS.has(module);
}

/** What a source imports is a dependency, optional or not, a peer, or an import of the package's own; what a test imports is declared somewhere. */
export function declaredImports(workspace: Workspace): string[] {
  return publicPackages(workspace).flatMap((one) => {
    const { name, dependencies, optionalDependencies, peerDependencies, devDependencies, imports } = one.manifest;
    const shipped = { ...dependencies, ...optionalDependencies, ...peerDependencies, ...imports };
    const forTests = { ...shipped, ...devDependencies, ...workspace.rootDevDependencies };
    return [
      ...undeclared(sourcesOf(one), shipped).map((problem) => `${name}: ${problem}`),
      ...undeclared(testsOf(one), forTests).map((problem) => `${name}: ${problem}`),
    ];
  });
}

/** A relative import stays inside `src` and names a file with its ending, so that it works without a build. */
export function relativeImports(workspace: Workspace): string[] {
  return publicPackages(workspace).flatMap((one) =>
    sourcesOf(one).flatMap(([path, text]) =>
      importsOf(text)
        .filter((module) => module.startsWith("."))
        .filter((module) => !one.files.has(targetOf(path, module)) || !targetOf(path, module).startsWith("src/"))
        .map((module) => `${one.manifest.name}: ${path} imports ${module}, which is no file under src`),
    ),
  );
}

function targetOf(path: string, module: string): string {
  return posix.join(posix.dirname(path), module);
}

function testsOf({ files }: Package): [string, string][] {
  return [...files].filter(([path]) => /^(test|bench)\/.*\.ts$/.test(path));
}

function undeclared(files: Iterable<readonly [string, string]>, declared: Record<string, unknown>): string[] {
  return [...files].flatMap(([path, text]) =>
    importsOf(text)
      .filter((module) => !isBuiltin(module))
      .map(packageOf)
      .filter((used) => used !== undefined && declared[used] === undefined)
      .map((used) => `${path} imports ${used}, which package.json does not declare`),
  );
}
