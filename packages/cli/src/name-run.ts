import { join } from "node:path";

/** The directory of a run for which nobody named one: what it is and when it began, such as `runs/mnist-2026-05-17-084132`. */
export function nameRun(kind: string, began: Date): string {
  const second = began.toISOString().slice(0, 19).replace("T", "-").replaceAll(":", "");
  return join("runs", `${kind}-${second}`);
}
