import { expect, test } from "vitest";
import { useChild } from "../../src/node/index.ts";

const echo = useChild("echo", { packageFolder: new URL("../..", import.meta.url), external: [] });

test("useChild runs a bundled program and tells what it said and how it ended", async () => {
  const child = echo("last", "3");
  expect(await child.ended).toEqual({ signal: null, stderr: "said aside" });
  expect(child.lastLine()).toBe("last");
  expect(child.process.exitCode).toBe(3);
  const killed = echo("never", "0");
  killed.process.kill("SIGKILL");
  expect((await killed.ended).signal).toBe("SIGKILL");
});
