import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { createRunDirectory } from "../src/run-directory.ts";

const inside = useTemporaryDirectory();

test("a run directory has its name only when it is complete", async () => {
  const out = inside("runs", "first");
  const directory = await createRunDirectory(out);
  directory.appendMetrics({ epoch: 0 });
  directory.appendMetrics({ epoch: 1 });
  await directory.write("table.md", "| a |\n");
  expect(existsSync(out)).toBe(false);
  await directory.complete();
  expect(readFileSync(`${out}/metrics.jsonl`, "utf8")).toBe('{"epoch":0}\n{"epoch":1}\n');
  expect(readFileSync(`${out}/table.md`, "utf8")).toBe("| a |\n");
  expect(existsSync(`${out}.partial`)).toBe(false);
});

test("an empty directory may be given, a full one may not", async () => {
  mkdirSync(inside("empty"));
  await (await createRunDirectory(inside("empty"))).complete();
  expect(existsSync(inside("empty"))).toBe(true);
  mkdirSync(inside("full"));
  writeFileSync(inside("full", "thesis.tex"), "precious");
  await expect(createRunDirectory(inside("full"))).rejects.toThrow(
    `--out: ${inside("full")} exists already and is not empty; choose another directory`,
  );
  expect(readFileSync(inside("full", "thesis.tex"), "utf8")).toBe("precious");
});

test("what an interrupted run left is not written over", async () => {
  const out = inside("again");
  const first = await createRunDirectory(out);
  first.appendMetrics({ epoch: 0 });
  await expect(createRunDirectory(out)).rejects.toThrow(
    `--out: ${out}.partial is left from a run that was interrupted; remove it or choose another --out`,
  );
  expect(readFileSync(`${out}.partial/metrics.jsonl`, "utf8")).toBe('{"epoch":0}\n');
});

test("a place that cannot be written to is named", async () => {
  writeFileSync(inside("file"), "");
  await expect(createRunDirectory(inside("file", "run"))).rejects.toThrow(
    `--out: cannot write to ${inside("file", "run")} (ENOTDIR)`,
  );
  await expect(createRunDirectory(inside("file"))).rejects.toThrow(
    `--out: ${inside("file")} is a file; choose a directory`,
  );
});

test.runIf(process.platform === "linux")(
  "a file system that refuses new folders is named, and nothing hangs",
  async () => {
    await expect(createRunDirectory("/proc/no/run")).rejects.toThrow("--out: cannot write to /proc/no/run (ENOENT)");
  },
);
