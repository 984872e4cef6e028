import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, inject, it } from "vitest";

const packages = inject("packages");
const project = inject("project");

describe.each(packages.map((one) => [one.name, one] as const))("the tarball of %s", (name, { files, exports, bin }) => {
  const installed = join(project, "node_modules", name);

  it("holds everything that exports and bin name", () => {
    const named = [
      ...Object.values(exports).flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry))),
      ...Object.values(bin),
    ].map((path) => posix.normalize(path));
    expect(named.length).toBeGreaterThan(0);
    expect(files).toEqual(expect.arrayContaining(named));
  });

  it("holds licence and README, and nothing that users have no use for", () => {
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
    expect(
      files.filter((path) => !/^(bin|dist|src)\/|^(LICENSE|README\.md|CHANGELOG\.md|package\.json)$/.test(path)),
    ).toEqual([]);
    expect(files.filter((path) => /tsbuildinfo|\.test\.|(^|\/)(test|bench)\//.test(path))).toEqual([]);
  });

  it("has a source behind every source map, and no build of a source that is gone", () => {
    const maps = files.filter((path) => path.endsWith(".js.map"));
    const sources = maps.flatMap((path) => {
      const map: { sources: string[] } = JSON.parse(readFileSync(join(installed, path), "utf8"));
      return map.sources.map((source) => posix.join(posix.dirname(path), source));
    });
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((path) => !files.includes(path))).toEqual([]);
  });

  it("names real versions of what it depends on", () => {
    const manifest = readFileSync(join(installed, "package.json"), "utf8");
    expect(manifest).toContain(`"name": "${name}"`);
    expect(manifest).not.toMatch(/workspace:|catalog:(?!")/);
    const { dependencies = {}, peerDependencies = {} } = JSON.parse(manifest);
    for (const range of Object.values({ ...dependencies, ...peerDependencies }))
      expect(range).toMatch(/^\^\d+\.\d+\.\d+$/);
  });
});

describe("the installed project", () => {
  const lock = JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8")) as {
    packages: Record<string, { hasInstallScript?: boolean; optional?: boolean }>;
  };
  const paths = Object.keys(lock.packages);

  // The one optional package that has a script works without it: the script only looks whether its binary is there.
  it("needs no install script, ours or anybody's", () => {
    const scripted = paths.filter((path) => lock.packages[path]?.hasInstallScript);
    expect(scripted.filter((path) => !lock.packages[path]?.optional)).toEqual([]);
    expect(scripted).toEqual(["node_modules/koffi"]);
  });

  it("has one copy of each of our packages and of tfjs-core", () => {
    const copies = paths.filter((path) =>
      /node_modules\/(@?dark-knowledge(\/[^/]+)?|@tensorflow\/tfjs-core)$/.test(path),
    );
    expect(copies.sort()).toEqual(
      [...packages.map(({ name }) => name), "@tensorflow/tfjs-core"].map((name) => `node_modules/${name}`).sort(),
    );
    expect(copies.every((path) => existsSync(join(project, path)))).toBe(true);
  });
});
