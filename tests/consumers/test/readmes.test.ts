import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, inject, it } from "vitest";
import { isPrinted } from "../../docs/src/is-printed.ts";
import { importedPackages, readReadmes } from "../src/readmes.ts";
import { runNode } from "../src/run-node.ts";

const tsx = fileURLToPath(import.meta.resolve("tsx/cli"));
const readmes = readReadmes().map((readme) => [readme.folder || "the root", readme] as const);

describe("the READMEs", () => {
  it("are those of every package that can be imported", () => {
    const packages = inject("packages").filter(({ exports }) => "." in exports);
    expect(readmes.map(([folder]) => folder).sort()).toEqual(
      ["the root", ...packages.map(({ name }) => `packages/${name.replace("@dark-knowledge/", "")}`)].sort(),
    );
  });

  it.each(readmes)(
    "of %s installs what its example imports, and prints what it says",
    (_, { words, code, expected }) => {
      expect(words).toEqual(expect.arrayContaining(importedPackages(code)));
      expect(expected.length).toBeGreaterThan(0);
      expect(code.match(/console\.log\(|\/\/ (=>|≈)/g)).toHaveLength(2 * expected.length);
    },
  );
});

const write = (folder: string, name: string, code: string) => {
  writeFileSync(join(folder, `${name}.mts`), code);
  return `${name}.mts`;
};
const nameOf = (folder: string) => folder.replace(/.*[/ ]/, "");

describe("where pnpm has installed what they say", () => {
  it.each(readmes)("the example of %s prints what it says", (folder, { code, expected }) => {
    const project = inject("strictProject");
    const { status, stdout, stderr } = runNode(project, [tsx, write(project, nameOf(folder), code)]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(isPrinted(stdout, expected), stdout).toBe(true);
  });
});

describe("where npm has installed what they say", () => {
  // In one process, because most of the time is for loading the same modules. The line of the tarballs installs no optional peers.
  it("every example that needs no optional peer prints what it says", () => {
    const project = inject("project");
    const isInstalled = (name: string) => existsSync(join(project, "node_modules", name));
    const chosen = readmes.filter(([, { code }]) => importedPackages(code).every(isInstalled));
    expect(chosen.length).toBeGreaterThan(readmes.length - 2);
    const imports = chosen.map(([folder, { code }]) => `await import("./${write(project, nameOf(folder), code)}");`);
    const { status, stdout, stderr } = runNode(project, [tsx, write(project, "all", imports.join("\n"))]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const expected = chosen.flatMap(([, readme]) => readme.expected);
    expect(isPrinted(stdout, expected), stdout).toBe(true);
  }, 300_000);
});
