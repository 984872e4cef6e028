import { existsSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { useBundle } from "../../src/node/index.ts";

let path = "";
// Registered first, so that it runs last.
afterAll(() => expect(existsSync(path)).toBe(false));
const built = useBundle(["test/fixtures/echo"], { packageFolder: new URL("../..", import.meta.url) });

test("useBundle builds sources beside the packages that they import, and removes them afterwards", () => {
  path = built("echo");
  expect(existsSync(path)).toBe(true);
  expect(path).toContain("/packages/testing/node_modules/");
});
