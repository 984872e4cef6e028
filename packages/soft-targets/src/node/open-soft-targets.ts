import { assertFields } from "@dark-knowledge/core";
import { type OpenSoftTargetsOptions, openSoftTargetsFrom } from "../open-soft-targets-from.ts";
import type { SoftTargets } from "../soft-targets.ts";
import { directoryFiles } from "./internal/directory-files.ts";

/**
 * Opens the soft targets of a directory.
 *
 * @throws Error that names the file and the cure when the manifest is missing or damaged, is of another teacher or
 *   another list of classes, or its recording did not finish
 *
 * @example
 * ```ts
 * import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
 *
 * const problem = await openSoftTargets("no-such-directory").catch((error) => error.message);
 * problem.startsWith("openSoftTargets: cannot read no-such-directory/manifest.json (ENOENT)"); // => true
 * ```
 * @see {@link createSoftTargetWriter}
 */
export async function openSoftTargets(directory: string, options: OpenSoftTargetsOptions = {}): Promise<SoftTargets> {
  assertFields("openSoftTargets", { directory }, { directory: "text" });
  return openSoftTargetsFrom(directoryFiles(directory), options);
}
