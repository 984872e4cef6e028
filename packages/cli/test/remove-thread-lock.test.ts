import { mkdirSync, readdirSync } from "node:fs";
import { lockDirectory } from "@dark-knowledge/core/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { removeThreadLock } from "../src/remove-thread-lock.ts";

const inside = useTemporaryDirectory();

test("removeThreadLock lets this process into a directory that it locked and never let go, and needs no directory", async () => {
  mkdirSync(inside("stage"));
  await lockDirectory("f", inside("stage"));
  await expect(lockDirectory("f", inside("stage"))).rejects.toThrow("is being written by process");
  await removeThreadLock(inside("stage"));
  await (await lockDirectory("f", inside("stage"))).release();
  expect(readdirSync(inside("stage"))).toEqual([]);
  await removeThreadLock(inside("nowhere"));
});
