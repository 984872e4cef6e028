import { readFile } from "node:fs/promises";

/** Reads the specification named by `--spec`, unchecked; nothing if it is left out. */
export async function readSpec(file: string | undefined): Promise<Record<string, unknown>> {
  if (file === undefined) return {};
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new Error(`--spec: cannot read ${file} (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`--spec: ${file} is not JSON (${(error as Error).message.slice(0, 200)})`);
  }
}
