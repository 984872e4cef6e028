import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeDurably } from "@dark-knowledge/core/node";

/** The file of what was measured, in the run directory. */
const FILE = "measured.json";

/**
 * Returns what was measured before of the same, or measures it and keeps it in the directory: times are never the same twice, but a run that
 * is resumed has the same record.
 *
 * @param of what determines what is measured, as plain data
 */
export async function measureOnce(directory: string, of: unknown, measure: () => Promise<object>): Promise<object> {
  const key = createHash("sha256").update(JSON.stringify(of)).digest("hex");
  const kept = await readKept(join(directory, FILE));
  if (kept?.key === key) return kept.measured;
  const measured = await measure();
  await writeDurably(directory, FILE, [Buffer.from(`${JSON.stringify({ key, measured }, null, 2)}\n`)]);
  return measured;
}

async function readKept(path: string): Promise<{ readonly key: string; readonly measured: object } | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}
