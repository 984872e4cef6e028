import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { DataSource } from "@dark-knowledge/paper";
import type { CommandContext } from "../command-context.ts";
import type { SharedFlags } from "../options/shared-options.ts";

/** Finds the source of data: `--data-dir`, `$DARK_KNOWLEDGE_DATA`, the cache. */
export function dataSource({ dataDir }: SharedFlags, { environment, signal }: CommandContext): DataSource {
  const { DARK_KNOWLEDGE_DATA, XDG_CACHE_HOME } = environment;
  return {
    directory: dataDir,
    ...(DARK_KNOWLEDGE_DATA ? { shared: DARK_KNOWLEDGE_DATA } : {}),
    cache: join(XDG_CACHE_HOME || cacheHome(), "dark-knowledge"),
    signal,
  };
}

/** The cache of a user; without a home directory, one that lasts as long as temporary files. What is downloaded is checked. */
function cacheHome(): string {
  try {
    return join(homedir(), ".cache");
  } catch {
    return join(tmpdir(), `cache-${process.getuid?.() ?? "user"}`);
  }
}
