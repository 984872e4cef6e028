import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, inject, it } from "vitest";

const project = inject("project");

/** What a user may add, which `selectBackend` tries. */
const OPTIONAL = ["@tensorflow/tfjs-backend-webgpu"];

interface Bundle {
  /** The packages of which code is left, tfjs among them. */
  readonly packages: readonly string[];
  readonly gzipBytes: number;
}

async function bundle(name: string, module: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `import { ${name} } from "${module}";\nglobalThis.kept = ${name};`, resolveDir: project },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    external: ["@tensorflow/*"],
    metafile: true,
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  const kept = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const paths = [...kept.map(([path]) => path), ...(output?.imports ?? []).map(({ path }) => `node_modules/${path}`)];
  const packages = paths.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return { packages: [...new Set(packages)].sort(), gzipBytes: gzipSync(outputFiles[0]!.contents).length };
}

describe("one function imported from dark-knowledge brings only what it needs", () => {
  // A good half are the checks of arguments, each error of which is one short line.
  it.each([
    ["softmax", 2150, ["@dark-knowledge/core"]],
    ["createRandom", 1750, ["@dark-knowledge/core"]],
    ["klDivergence", 2800, ["@dark-knowledge/core", "@dark-knowledge/losses", "@tensorflow/tfjs-core"]],
    ["readIdx", 1950, ["@dark-knowledge/core", "@dark-knowledge/datasets"]],
    ["compileModel", 23_700, ["@dark-knowledge/core", "@dark-knowledge/runtime"]],
    ["scheduleValue", 1500, ["@dark-knowledge/core", "@dark-knowledge/training"]],
    ["summarise", 1500, ["@dark-knowledge/core", "@dark-knowledge/report"]],
  ])("%s: at most %d bytes of gzip", async (name, ceiling, packages) => {
    const result = await bundle(name, "dark-knowledge");
    expect(packages).toEqual(expect.arrayContaining([...result.packages]));
    expect(result.gzipBytes).toBeLessThan(ceiling);
  });

  it("a student is fetched and answers without TensorFlow.js", async () => {
    const result = await bundle("loadCompiledStudent", "@dark-knowledge/training/compiled");
    expect(result.packages).toEqual([
      "@dark-knowledge/core",
      "@dark-knowledge/datasets",
      "@dark-knowledge/runtime",
      "@dark-knowledge/training",
    ]);
    expect(result.gzipBytes).toBeLessThan(44_900);
  });

  it("as much as from the package itself", async () => {
    expect(await bundle("klDivergence", "dark-knowledge")).toEqual(
      await bundle("klDivergence", "@dark-knowledge/losses"),
    );
  });

  it("and all of it runs without any module of Node", async () => {
    const { metafile } = await build({
      stdin: { contents: 'import * as all from "dark-knowledge";\nglobalThis.kept = all;', resolveDir: project },
      bundle: true,
      format: "esm",
      platform: "browser",
      external: OPTIONAL,
      metafile: true,
      write: false,
    });
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
    expect(imports.filter((path) => !OPTIONAL.includes(path))).toEqual([]);
  });

  it("and the measurement sees what is kept", async () => {
    const everything = await bundle("distill", "dark-knowledge");
    expect(everything.packages).toEqual(
      expect.arrayContaining(["@dark-knowledge/core", "@dark-knowledge/losses", "@dark-knowledge/training"]),
    );
    expect(everything.gzipBytes).toBeGreaterThan(2000);
  });
});
