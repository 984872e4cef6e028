import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The part of a package.json that the rules read. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly bin?: Record<string, string>;
  readonly exports?: Record<string, string | Record<string, string>>;
  readonly scripts?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly peerDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>;
  readonly [field: string]: unknown;
}

/** One folder under packages/. Paths of files are relative to it and use forward slashes. */
export interface Package {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Every text file but what git ignores, by its path. */
  readonly files: ReadonlyMap<string, string>;
}

/** The workspace as the rules see it: plain data, so that a test can break it on purpose. */
export interface Workspace {
  readonly license: string;
  readonly rootDevDependencies: Record<string, string>;
  readonly rootReferences: readonly string[];
  readonly packages: readonly Package[];
}

/** The root of this repository. */
export const ROOT: string = fileURLToPath(new URL("../../../", import.meta.url));

const IGNORED = new Set(["node_modules", "dist", ".turbo", "coverage"]);

export function readWorkspace(root: string = ROOT): Workspace {
  const json = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8"));
  return {
    license: readFileSync(join(root, "LICENSE"), "utf8"),
    rootDevDependencies: json("package.json").devDependencies,
    rootReferences: json("tsconfig.json").references.map((reference: { path: string }) => reference.path),
    packages: readdirSync(join(root, "packages"))
      .filter((folder) => existsSync(join(root, "packages", folder, "package.json")))
      .sort()
      .map((folder) => readPackage(join(root, "packages", folder), folder)),
  };
}

function readPackage(path: string, folder: string): Package {
  const files = new Map(
    filesUnder(path).map((file) => [relative(path, file).split(sep).join("/"), readFileSync(file, "utf8")] as const),
  );
  return { folder, manifest: JSON.parse(files.get("package.json")!), files };
}

function filesUnder(path: string): string[] {
  return readdirSync(path)
    .filter((entry) => !IGNORED.has(entry))
    .sort()
    .flatMap((entry) => {
      const child = join(path, entry);
      return statSync(child).isDirectory() ? filesUnder(child) : [child];
    });
}

/** The packages that are published. */
export function publicPackages(workspace: Workspace): readonly Package[] {
  return workspace.packages.filter(({ manifest }) => manifest.private !== true);
}

/** The TypeScript sources of a package, by path. */
export function sourcesOf({ files }: Package): readonly (readonly [string, string])[] {
  return [...files].filter(([path]) => path.startsWith("src/") && path.endsWith(".ts"));
}
