import { afterEach, expect, test, vi } from "vitest";
import { yieldToEventLoop } from "../src/index.ts";

afterEach(() => vi.unstubAllGlobals());

test.each(["with", "without"])("timers have their turn, %s setImmediate", async (which) => {
  if (which === "without") vi.stubGlobal("setImmediate", undefined);
  let isDue = false;
  setTimeout(() => {
    isDue = true;
  }, 1);
  // Promises alone would go on for ever.
  while (!isDue) await yieldToEventLoop();
  expect(isDue).toBe(true);
});
