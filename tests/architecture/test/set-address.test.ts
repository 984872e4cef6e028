import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const SCRIPT = fileURLToPath(new URL("../../../scripts/set-address.mjs", import.meta.url));
const README = "[a](../../docs/a.md#part) [b](../core) [c](src/c.ts) [d](https://example.org/)\n";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "set-address-"));
  mkdirSync(join(root, "packages/losses"), { recursive: true });
  write("package.json", JSON.stringify({ name: "workspace", license: "MIT", type: "module" }));
  write("packages/losses/package.json", JSON.stringify({ name: "@dark-knowledge/losses", license: "MIT" }));
  write("packages/losses/README.md", README);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (path: string, text: string) => writeFileSync(join(root, path), text);
const read = (path: string) => readFileSync(join(root, path), "utf8");
const run = (...words: string[]) => {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, "--root", root, ...words], { encoding: "utf8" });
  return { status, stderr };
};

test("set-address writes the address into every manifest, and into links that lead out of a package", () => {
  expect(run("https://example.org/me/dk")).toEqual({ status: 0, stderr: "" });
  expect(JSON.parse(read("packages/losses/package.json"))).toEqual({
    name: "@dark-knowledge/losses",
    license: "MIT",
    homepage: "https://example.org/me/dk/tree/main/packages/losses#readme",
    bugs: "https://example.org/me/dk/issues",
    repository: { type: "git", url: "git+https://example.org/me/dk.git", directory: "packages/losses" },
  });
  expect(JSON.parse(read("package.json")).repository).toEqual({
    type: "git",
    url: "git+https://example.org/me/dk.git",
  });
  const blob = "https://example.org/me/dk/blob/main";
  expect(read("packages/losses/README.md")).toBe(
    `[a](${blob}/docs/a.md#part) [b](${blob}/packages/core) [c](src/c.ts) [d](https://example.org/)\n`,
  );
  expect(run("--check")).toEqual({ status: 0, stderr: "" });
});

test("set-address moves everything to another address", () => {
  run("https://example.org/me/dk");
  run("https://example.com/you/dk.git");
  const text = ["package.json", "packages/losses/package.json", "packages/losses/README.md"].map(read).join("");
  expect(text).not.toContain("/me/dk");
  expect(text).toContain("[b](https://example.com/you/dk/blob/main/packages/core)");
});

test("set-address --check names what does not agree, and writes nothing", () => {
  run("https://example.org/me/dk");
  write("packages/losses/README.md", README);
  const stderr = 'not as the address says, run "node scripts/set-address.mjs": packages/losses/README.md\n';
  expect(run("--check")).toEqual({ status: 1, stderr });
  expect(read("packages/losses/README.md")).toBe(README);
});

test("set-address refuses what is no address", () => {
  expect(run("git@example.org:me/dk").status).toBe(2);
});

test("this workspace agrees with its address, if it has one", () => {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, "--check"], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});
