import { homedir } from "node:os";
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
    cache: join(XDG_CACHE_HOME || join(homedir(), ".cache"), "dark-knowledge"),
    signal,
  };
}
