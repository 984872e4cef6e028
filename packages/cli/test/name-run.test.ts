import { join } from "node:path";
import { expect, test } from "vitest";
import { nameRun } from "../src/name-run.ts";

test("nameRun sorts by time, in UTC, without a character that a file system refuses", () => {
  expect(nameRun("digits", new Date("2026-05-17T08:41:32.999Z"))).toBe(join("runs", "digits-2026-05-17-084132"));
  expect(nameRun("digits", new Date("2026-05-17T01:00:00+02:00"))).toBe(join("runs", "digits-2026-05-16-230000"));
});
