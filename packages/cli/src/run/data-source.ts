import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { DataSource, Experiment } from "@dark-knowledge/paper";
import type { CommandContext } from "../command-context.ts";
import type { SharedFlags } from "../options/shared-options.ts";
import { UsageError } from "../usage-error.ts";

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

/** Throws a UsageError unless the data of a specification is read from the directory that was given, if one was. */
export function assertTakesDirectory<Spec extends object>(
  { takesDirectory }: Pick<Experiment<Spec>, "takesDirectory">,
  spec: Spec,
  dataDir: string | undefined,
): void {
  if (dataDir === undefined || takesDirectory(spec)) return;
  throw new UsageError(
    "--data-dir has no effect on generated data or on --data; leave it out, or choose a dataset that has files",
  );
}

/** The cache of a user; without a home directory, one that lasts as long as temporary files. What is downloaded is checked. */
function cacheHome(): string {
  try {
    return join(homedir(), ".cache");
  } catch {
    return join(tmpdir(), `cache-${process.getuid?.() ?? "user"}`);
  }
}
