import type { BackendChoice } from "../../backend-choice.ts";
import { isBrowser } from "../node-module.ts";

let hasWarned = false;

/** Writes one warning to the console of a page in which nothing faster than `cpu` started, the first time. */
export function warnOfSlowBrowser({ name, passedOver }: BackendChoice): void {
  if (hasWarned || name !== "cpu" || passedOver.length === 0 || !isBrowser()) return;
  hasWarned = true;
  const obstacles = passedOver.map((other) => `${other.name} ${other.reason}\n  to enable it, ${other.cure}`);
  // biome-ignore lint/suspicious/noConsole: a page has no other place where its author would see it
  console.warn(
    `selectBackend: computes in plain JavaScript, many times slower than it need be.\n${obstacles.join("\n")}`,
  );
}
