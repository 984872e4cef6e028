import { fileURLToPath } from "node:url";

/**
 * Bundles the program of a page with all that it imports, by esbuild.
 *
 * @returns undefined where esbuild is not installed
 */
export async function bundleProgram(program: URL): Promise<string | undefined> {
  const esbuild = await import("esbuild").catch(() => undefined);
  if (esbuild === undefined) return undefined;
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(program)],
    ...{ bundle: true, minify: true, write: false, platform: "browser", format: "esm" },
    ...{ legalComments: "none", logLevel: "silent" },
    // In this repository, the sources: nothing has to be built. Elsewhere no package has this condition.
    conditions: ["@dark-knowledge/source"],
  });
  return outputFiles[0]!.text;
}
