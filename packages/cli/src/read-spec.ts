import { readFile } from "node:fs/promises";
import type { PartialSpec } from "./spec.ts";

/** What the option `--spec` names; nothing when it is left out. */
export async function readSpec(file: string | undefined): Promise<PartialSpec> {
  if (file === undefined) return {};
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new Error(`--spec: cannot read ${file} (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return JSON.parse(text) as PartialSpec;
  } catch (error) {
    throw new Error(`--spec: ${file} is not JSON (${(error as Error).message})`);
  }
}
