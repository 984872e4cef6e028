import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { firstLine, runTool, type ToolContext } from "./run-tool.ts";

/** A C++ compiler that answers. */
export interface Compiler {
  readonly command: string;
  readonly version: string;
}

/** Finds a C++ compiler: `$CXX`, or the first of c++, g++ and clang++ on the PATH. */
export async function findCompiler(context: ToolContext): Promise<Compiler | undefined> {
  const { CXX } = context.environment;
  for (const command of [...(CXX ? [CXX] : []), "c++", "g++", "clang++"]) {
    const { code, stdout } = await runTool(command, ["--version"], context);
    if (code === 0) return { command, version: firstLine(stdout) };
  }
  return undefined;
}

/**
 * Finds the folder of `node_api.h`: npm's `nodedir`, next to this Node, where it was configured to be installed, or in
 * node-gyp's cache. Nothing is downloaded.
 */
export async function findNodeHeaders(context: ToolContext): Promise<string | undefined> {
  const { environment } = context;
  const isThere = (folder: string) => existsSync(join(folder, "node_api.h"));
  const { npm_config_nodedir: nodedir } = environment;
  const near = [...(nodedir ? [nodedir] : []), dirname(dirname(process.execPath)), configuredPrefix()];
  const found =
    near.map((prefix) => join(prefix, "include", "node")).find(isThere) ?? gypCache(environment).find(isThere);
  if (found !== undefined) return found;
  // Last, because starting npm takes a while.
  const { stdout } = await runTool("npm", ["config", "get", "nodedir"], context);
  const configured = join(firstLine(stdout), "include", "node");
  return isThere(configured) ? configured : undefined;
}

function configuredPrefix(): string {
  return String((process.config.variables as { node_prefix?: string }).node_prefix ?? "/usr/local");
}

/** node-gyp's caches of headers, this version of Node first; another version serves too, as Node-API is stable. */
function gypCache({ HOME = "", XDG_CACHE_HOME }: ToolContext["environment"]): readonly string[] {
  const caches = [XDG_CACHE_HOME ?? join(HOME, ".cache"), join(HOME, "Library", "Caches")];
  return caches.flatMap((cache) => {
    const folder = join(cache, "node-gyp");
    const versions = existsSync(folder) ? readdirSync(folder) : [];
    const isOther = (version: string) => Number(version !== process.versions.node);
    return versions.sort((a, b) => isOther(a) - isOther(b)).map((version) => join(folder, version, "include", "node"));
  });
}
