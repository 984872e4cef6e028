import { afterEach, expect } from "vitest";
import { haveSameBytes } from "./have-same-bytes.ts";
import { toBeAllClose } from "./to-be-all-close.ts";

expect.extend({ toBeAllClose });
expect.addEqualityTesters([haveSameBytes]);

// A library that prints is a defect: any output during a test fails it.
const printed: string[] = [];
for (const method of ["log", "info", "warn", "error", "debug"] as const) {
  console[method] = (...values: unknown[]) => {
    printed.push(`console.${method}: ${values.map(String).join(" ")}`);
  };
}
afterEach(() => {
  const lines = printed.splice(0);
  if (lines.length > 0) throw new Error(`the test printed:\n${lines.join("\n")}`);
});
