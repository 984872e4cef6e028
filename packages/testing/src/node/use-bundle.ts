import { chmodSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll } from "vitest";

/** Where sources are and what they leave outside. */
export interface BundleOptions {
  /** The folder of the package that is tested, as `new URL("..", import.meta.url)`. */
  readonly packageFolder: URL;
  /** Packages that are not bundled, with patterns as esbuild has them. */
  readonly external?: readonly string[];
}

/**
 * Builds sources of a package, given by path without extension, for threads and processes, which cannot run TypeScript. All of them
 * come to one folder, under their own names.
 *
 * @returns the path of a built file from its name
 */
export function useBundle(
  sources: readonly string[],
  { packageFolder, external = [] }: BundleOptions,
): (name: string) => string {
  const folder = fileURLToPath(packageFolder);
  // Inside the package, so that what stays outside of the bundle is found.
  let bundle: string;
  beforeAll(async () => {
    bundle = mkdtempSync(join(folder, "node_modules", ".test-bundle-"));
    // Other users may run it too.
    chmodSync(bundle, 0o755);
    cpSync(join(folder, "package.json"), join(bundle, "package.json"));
    await build({
      entryPoints: Object.fromEntries(sources.map((source) => [basename(source), join(folder, `${source}.ts`)])),
      outdir: join(bundle, "dist"),
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      conditions: ["@dark-knowledge/source"],
      external: [...external],
      // What is CommonJS, and bundled, still asks for Node's own modules.
      banner: {
        js: 'import { createRequire as requireFrom } from "node:module"; globalThis.require ??= requireFrom(import.meta.url);',
      },
      absWorkingDir: folder,
      logLevel: "error",
    });
    // Busy machines take long to read all sources.
  }, 60_000);
  afterAll(() => rmSync(bundle, { recursive: true, force: true }));
  return (name) => join(bundle, "dist", `${name}.js`);
}
