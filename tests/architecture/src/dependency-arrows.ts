import { importsOf, packageOf } from "./imports-of.ts";
import { type Package, publicPackages, sourcesOf, type Workspace } from "./read-workspace.ts";

const SCOPE = "@dark-knowledge/";

/** The layer of each package that is not an ordinary library. Arrows go down: a package may use lower layers only. */
const LAYERS: Readonly<Record<string, number>> = {
  "@dark-knowledge/core": 0,
  "@dark-knowledge/teachers": 2,
  "@dark-knowledge/training": 2,
  "@dark-knowledge/paper": 3,
  "@dark-knowledge/cli": 4,
  "dark-knowledge": 4,
};
const LIBRARY_LAYER = 1;

/** What is built of the libraries, and runs in Node alone. */
export const APPLICATIONS: readonly string[] = ["@dark-knowledge/paper", "@dark-knowledge/cli"];

const layerOf = (name: string) => LAYERS[name] ?? LIBRARY_LAYER;
const isInternal = (name: string) => name === "dark-knowledge" || name.startsWith(SCOPE);

/** `core ← libraries ← {teachers, training} ← paper ← cli`; the meta-package has all of them but these two; siblings never meet. */
export function dependencyArrows(workspace: Workspace): string[] {
  const known = new Map(workspace.packages.map(({ manifest }) => [manifest.name, manifest]));
  return publicPackages(workspace).flatMap((one) => {
    const { name } = one.manifest;
    return internalUses(one).flatMap(({ used, where }) => {
      if (used === name) return [`${name}: ${where} names the package itself; use a relative path`];
      if (!known.has(used)) return [`${name}: ${where} names ${used}, which is no package here`];
      if (known.get(used)?.private === true) return [`${name}: ${where} names the private ${used}`];
      return layerOf(used) < layerOf(name) ? [] : [`${name}: ${where} names ${used}, which is not below it`];
    });
  });
}

/** The meta-package depends on every published package but the applications. */
export function metaIsComplete(workspace: Workspace): string[] {
  const meta = workspace.packages.find(({ manifest }) => manifest.name === "dark-knowledge");
  if (!meta) return ["there is no package dark-knowledge"];
  return publicPackages(workspace)
    .map(({ manifest }) => manifest.name)
    .filter((name) => name !== "dark-knowledge" && !APPLICATIONS.includes(name))
    .filter((name) => meta.manifest.dependencies?.[name] === undefined)
    .map((name) => `dark-knowledge: ${name} is missing from its dependencies`);
}

function internalUses(one: Package): { used: string; where: string }[] {
  const declared = (["dependencies", "peerDependencies", "optionalDependencies"] as const).flatMap((field) =>
    Object.keys((one.manifest[field] as Record<string, string> | undefined) ?? {}).map((used) => ({
      used,
      where: `package.json ${field}`,
    })),
  );
  const imported = sourcesOf(one).flatMap(([path, text]) =>
    importsOf(text).map((module) => ({ used: packageOf(module) ?? "", where: path })),
  );
  return [...declared, ...imported].filter(({ used }) => isInternal(used));
}
