import { rm } from "node:fs/promises";
import { join } from "node:path";
import { LOCK_FILE } from "@dark-knowledge/core/node";

/**
 * Removes the lock that a thread of this process left when it crashed: its process goes on, so nobody else takes the lock over. Only for
 * a directory within one that this process has locked already.
 */
export async function removeThreadLock(directory: string): Promise<void> {
  await rm(join(directory, LOCK_FILE), { force: true });
}
