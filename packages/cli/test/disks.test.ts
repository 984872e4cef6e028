import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { useDisk, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ended, runCommand } from "./fixtures/run-command.ts";

const inside = useTemporaryDirectory();
const disk = useDisk(() => inside("disk"));
const NET = { hidden: [4], epochs: 1 };
const SPEC = {
  dataset: "digits",
  trainSize: 60,
  testSize: 20,
  validationSize: 10,
  seeds: [1],
  teacher: NET,
  student: NET,
};

/** What everything else is given: a specification, answers, and a run of the specification. */
const given = mkdtempSync(`${tmpdir()}/dark-knowledge-test-`);
const whole = `${given}/whole`;

beforeAll(async () => {
  writeFileSync(`${given}/spec.json`, JSON.stringify(SPEC));
  const row = (_: unknown, id: number) => `${id},0.25,0.75\n`;
  writeFileSync(`${given}/answers.csv`, `id,a,b\n${Array.from({ length: 3000 }, row).join("")}`);
  expect(endOf(await distil(whole))).toEqual(WELL);
});
afterAll(() => rmSync(given, { recursive: true, force: true }));

/** How a command that works ends. */
const WELL = { code: 0, line: "" };

const distil = (out: string) =>
  runCommand(["distill", "--spec", `${given}/spec.json`, "--backend", "wasm", "--out", out, "--quiet"]);
const importTo = (store: string) =>
  runCommand(["soft-targets", "import", store, "--from", `${given}/answers.csv`, "--kind", "probs"]);
const report = (run: string, out: string) => runCommand(["report", run, "--out", out]);
const recordTo = (store: string, run: string) => {
  const words = ["--teacher", `${run}/teacher`, "--spec", `${given}/spec.json`, "--backend", "wasm", "--quiet"];
  return runCommand(["soft-targets", "record", store, ...words]);
};
/** How a command ended, and its line on stderr. */
const endOf = ({ code, stderr }: Ended) => ({ code, line: stderr.replace(/\n$/, "") });
const refused = (code: string, path: string) => ({
  code: 1,
  line: expect.stringMatching(
    new RegExp(`^error: [^\\n]*${path}[^\\n]* \\(${code}\\); (make room|make sure|choose)[^\\n]*$`),
  ),
});

describe("commands write to", () => {
  test("a disk that gets full: one line says where, nothing is lost, and with more room they go on", async (context) => {
    if (!disk.isMounted) context.skip("this machine mounts nothing for tests");
    disk.remount("size=128k");
    expect(endOf(await distil(`${disk.path}/run`))).toEqual(refused("ENOSPC", "disk/run"));
    disk.remount("size=4m");
    expect(endOf(await distil(`${disk.path}/run`))).toEqual(WELL);
    for (const name of ["record.jsonl", "report.html", "teacher/weights.bin"]) {
      expect(readFileSync(`${disk.path}/run/${name}`)).toEqual(readFileSync(`${whole}/${name}`));
    }
  });

  test("answers and pages are refused and kept in the same way", async (context) => {
    if (!disk.isMounted) context.skip("this machine mounts nothing for tests");
    disk.remount("size=8k");
    expect(endOf(await report(whole, `${disk.path}/page.html`))).toEqual(refused("ENOSPC", "page.html"));
    expect(endOf(await importTo(`${disk.path}/store`))).toEqual(refused("ENOSPC", "disk/store"));
    expect(endOf(await recordTo(`${disk.path}/answers`, whole))).toEqual(refused("ENOSPC", "disk/answers"));
    disk.remount("size=4m");
    const ends = [
      await report(whole, `${disk.path}/page.html`),
      await importTo(`${disk.path}/store`),
      await recordTo(`${disk.path}/answers`, whole),
    ];
    expect(ends.map(endOf)).toEqual([WELL, WELL, WELL]);
    expect((await runCommand(["soft-targets", "verify", `${disk.path}/store`, "--quiet"])).code).toBe(0);
    expect((await runCommand(["soft-targets", "verify", `${disk.path}/answers`, "--quiet"])).code).toBe(0);
  });

  test("no disk that cannot be written to, and say so before they compute", async (context) => {
    if (!disk.isMounted) context.skip("this machine mounts nothing for tests");
    mkdirSync(`${disk.path}/there`);
    disk.remount("ro");
    for (const out of [`${disk.path}/there`, `${disk.path}/new`]) {
      expect(endOf(await distil(out))).toEqual(refused("EROFS", "disk"));
      expect(endOf(await importTo(out))).toEqual(refused("EROFS", "disk"));
      expect(endOf(await recordTo(out, whole))).toEqual(refused("EROFS", "disk"));
      expect(endOf(await report(whole, `${out}/page.html`))).toEqual(refused("EROFS", "disk"));
    }
    expect(readdirSync(`${disk.path}/there`)).toEqual([]);
  });

  test("a mount point and a link as to any directory", async (context) => {
    if (!disk.isMounted) context.skip("this machine mounts nothing for tests");
    disk.remount("size=4m");
    mkdirSync(inside("behind"));
    symlinkSync(inside("behind"), inside("link"));
    for (const out of [disk.path, inside("link")]) {
      expect(endOf(await distil(out))).toEqual(WELL);
      expect(readdirSync(out)).toContain("report.html");
    }
    expect(readFileSync(`${disk.path}/record.jsonl`)).toEqual(readFileSync(inside("behind", "record.jsonl")));
    // A link to nothing is no directory.
    symlinkSync(inside("nothing"), inside("broken"));
    expect(endOf(await distil(inside("broken")))).toEqual(refused("E[A-Z]+", "broken"));
  });
});
