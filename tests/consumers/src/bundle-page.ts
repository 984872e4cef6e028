import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import commonjs from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { createLogger, createServer, type InlineConfig, preview, build as viteBuild } from "vite";
import webpack from "webpack";
import { serveFolder } from "./serve-folder.ts";

/** A page behind a web server, and what its bundler complained about. */
interface ServedPage {
  readonly url: string;
  readonly warnings: readonly string[];
  close(): Promise<void>;
}

/** How one kind of project serves the programs of the folder `page`, from inside a project with everything installed. */
export type ServePage = (project: string) => Promise<ServedPage>;

const PROGRAMS = fileURLToPath(new URL("../page/", import.meta.url));

/** Copies the programs into the folder `page` of a project. */
export function copyPrograms(project: string): void {
  cpSync(PROGRAMS, join(project, "page"), { recursive: true });
}

/** A new folder of the project with the programs, and a page that loads a script. */
function writePage(project: string, name: string, script: string, head = ""): string {
  const folder = join(project, name);
  cpSync(PROGRAMS, folder, { recursive: true });
  const html = `<!doctype html><link rel="icon" href="data:,">${head}<script type="module" src="${script}"></script>`;
  writeFileSync(join(folder, "index.html"), html);
  return folder;
}

/** What the README of the backend tells users of esbuild and Rollup to do. */
function copyWasm(project: string, to: string): void {
  const from = join(project, "node_modules/@tensorflow/tfjs-backend-wasm/dist");
  for (const name of readdirSync(from)) if (name.endsWith(".wasm")) copyFileSync(join(from, name), join(to, name));
}

async function bundleWithEsbuild(folder: string, programs: readonly string[]): Promise<string[]> {
  const { warnings } = await esbuild({
    // A worker is an entry of its own: esbuild leaves its address as it is.
    entryPoints: programs.map((name) => join(folder, `${name}.js`)),
    ...{ bundle: true, format: "esm", splitting: true, minify: true, logLevel: "silent" },
    outdir: join(folder, "out"),
  });
  return warnings.map(({ text }) => text);
}

export const fromEsbuild: ServePage = async (project) => {
  const folder = writePage(project, "esbuild", "./out/page.js");
  const warnings = await bundleWithEsbuild(folder, ["page", "worker"]);
  copyWasm(project, join(folder, "out"));
  return { ...(await serveFolder(folder)), warnings };
};

export const fromEsbuildWithoutWasm: ServePage = async (project) => {
  const folder = writePage(project, "esbuild-without-wasm", "./out/choose.js");
  const warnings = await bundleWithEsbuild(folder, ["choose"]);
  return { ...(await serveFolder(folder)), warnings };
};

export const fromRollup: ServePage = async (project) => {
  const folder = writePage(project, "rollup", "./out/page.js");
  const warnings: string[] = [];
  const bundle = await rollup({
    input: ["page", "worker"].map((name) => join(folder, `${name}.js`)),
    // Takes most of the time.
    treeshake: false,
    plugins: [nodeResolve({ browser: true }), (commonjs as unknown as typeof commonjs.default)()],
    onLog: (level, { message }) => {
      if (level === "warn") warnings.push(message);
    },
  });
  await bundle.write({ dir: join(folder, "out"), format: "es", entryFileNames: "[name].js" });
  await bundle.close();
  copyWasm(project, join(folder, "out"));
  return { ...(await serveFolder(folder)), warnings };
};

export const fromWebpack: ServePage = async (project) => {
  const folder = writePage(project, "webpack", "./out/page.js");
  const compiler = webpack({
    mode: "production",
    context: folder,
    entry: { page: "./page.js" },
    output: { path: join(folder, "out"), filename: "[name].js" },
    performance: false,
    // Takes two thirds of the time.
    optimization: { minimize: false },
  })!;
  const stats = await new Promise<webpack.Stats>((resolve, reject) => {
    compiler.run((error, result) => (error || !result ? reject(error) : resolve(result)));
  });
  await new Promise((resolve) => compiler.close(resolve));
  const { errors = [], warnings = [] } = stats.toJson({ all: false, errors: true, warnings: true });
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return { ...(await serveFolder(folder)), warnings: warnings.map(({ message }) => message) };
};

function viteConfig(folder: string, warnings: string[]): InlineConfig {
  const warn = (text: string) => void warnings.push(text);
  return {
    root: folder,
    configFile: false,
    customLogger: { ...createLogger("silent"), warn, warnOnce: warn },
    build: { chunkSizeWarningLimit: 5000 },
    server: { port: 0, host: "localhost", hmr: false },
    preview: { port: 0, host: "localhost" },
    worker: { format: "es" },
  };
}

export const fromViteBuild: ServePage = async (project) => {
  const warnings: string[] = [];
  const config = viteConfig(writePage(project, "vite-build", "./page.js"), warnings);
  await viteBuild(config);
  const server = await preview(config);
  return { url: server.resolvedUrls!.local[0]!, warnings, close: () => server.close() };
};

export const fromViteDev: ServePage = async (project) => {
  const warnings: string[] = [];
  const server = await createServer(viteConfig(writePage(project, "vite-dev", "./page.js"), warnings));
  await server.listen();
  return { url: server.resolvedUrls!.local[0]!, warnings, close: () => server.close() };
};

/** Our packages as they are, and what they need from elsewhere as a CDN would give it: each as one module. */
export const fromImportMap: ServePage = async (project) => {
  const modules = join(project, "node_modules");
  const libraries = [
    "dark-knowledge",
    ...readdirSync(join(modules, "@dark-knowledge")).map((name) => `@dark-knowledge/${name}`),
  ]
    .filter((name) => !/\/(cli|paper)$/.test(name))
    .map((name) => ({ name, manifest: JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")) }));
  const others = new Set(
    libraries
      .flatMap(({ manifest }) => Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
      .filter((name) => !name.includes("dark-knowledge") && name !== "yauzl" && existsSync(join(modules, name)))
      .map((name) => (name === "linkedom" ? "linkedom/worker" : name)),
  );
  const imports = Object.fromEntries([
    ...libraries.flatMap(({ name, manifest }) =>
      Object.entries<{ default: string }>(manifest.exports)
        .filter(([path]) => !/node$|json$/.test(path))
        .map(([path, entry]) => [name + path.slice(1), join("/node_modules", name, entry.default)]),
    ),
    ...[...others].map((name) => [name, `/import-map/others/${name}/index.js`]),
  ]);
  const folder = writePage(
    project,
    "import-map",
    "./page.js",
    `<script type="importmap">${JSON.stringify({ imports })}</script>`,
  );
  const { warnings } = await esbuild({
    entryPoints: [...others].map((name) => ({ in: name, out: `${name}/index` })),
    ...{ bundle: true, format: "esm", splitting: true, logLevel: "silent" },
    absWorkingDir: project,
    outdir: join(folder, "others"),
  });
  copyWasm(project, join(folder, "others/@tensorflow/tfjs-backend-wasm"));
  const served = await serveFolder(project);
  return { ...served, url: `${served.url}import-map/index.html`, warnings: warnings.map(({ text }) => text) };
};
