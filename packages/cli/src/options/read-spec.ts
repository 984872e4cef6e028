import { oneLine } from "@dark-knowledge/core";
import { readRegularFile } from "@dark-knowledge/core/node";

/** No specification has as much. */
const MOST_BYTES = 2 ** 20;

/** Reads the specification named by `--spec`, unchecked; nothing if it is left out. */
export async function readSpec(file: string | undefined): Promise<Record<string, unknown>> {
  if (file === undefined) return {};
  let text: string;
  try {
    text = new TextDecoder().decode(await readRegularFile(file, MOST_BYTES));
  } catch (error) {
    throw new Error(`--spec: cannot read ${file} (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`--spec: ${file} is not JSON (${oneLine((error as Error).message, 200)})`);
  }
}
