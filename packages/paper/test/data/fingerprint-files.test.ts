import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { fingerprintFiles } from "../../src/data/fingerprint-files.ts";

const inside = useTemporaryDirectory();

test("a directory has another fingerprint when a file of it has another name, folder or content", async () => {
  mkdirSync(inside("all", "cat"), { recursive: true });
  mkdirSync(inside("all", "dog"));
  writeFileSync(inside("all", "cat", "1.png"), "meow");
  const seen = [await fingerprintFiles([inside("all")])];
  const next = async () => seen.push(await fingerprintFiles([inside("all")]));
  writeFileSync(inside("all", "cat", "1.png"), "miau");
  await next();
  renameSync(inside("all", "cat", "1.png"), inside("all", "cat", "2.png"));
  await next();
  renameSync(inside("all", "cat", "2.png"), inside("all", "dog", "2.png"));
  await next();
  expect(new Set(seen).size).toBe(4);
  renameSync(inside("all", "dog", "2.png"), inside("all", "cat", "2.png"));
  expect(await fingerprintFiles([inside("all")])).toBe(seen[2]);
});
