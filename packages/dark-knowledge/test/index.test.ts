import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as everything from "../src/index.ts";
import * as everythingOfNode from "../src/node/index.ts";

const { dependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const names = Object.keys(dependencies);
const hasNodeEntry = (name: string) =>
  "./node" in
  JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8")).exports;

const load = (modules: readonly string[]) =>
  Promise.all(modules.map(async (name) => [name, (await import(name)) as Record<string, unknown>] as const));
const [libraries, librariesOfNode] = await Promise.all([
  load(names),
  load(names.filter(hasNodeEntry).map((name) => `${name}/node`)),
]);

describe.each([
  ["dark-knowledge", everything, libraries],
  ["dark-knowledge/node", everythingOfNode, librariesOfNode],
] as const)("%s", (_, everything, libraries) => {
  it.each(libraries)("re-exports everything of %s", (_, library) => {
    expect(Object.keys(library).length).toBeGreaterThan(0);
    expect(everything).toMatchObject(library);
  });

  it("exports nothing of its own", () => {
    const names = libraries.flatMap(([, library]) => Object.keys(library));
    expect(Object.keys(everything).sort()).toEqual(names.sort());
  });

  it("has no name from two packages", () => {
    const owners = new Map<string, string[]>();
    for (const [owner, library] of libraries) {
      for (const name of Object.keys(library)) owners.set(name, [...(owners.get(name) ?? []), owner]);
    }
    expect([...owners].filter(([, packages]) => packages.length > 1)).toEqual([]);
  });
});
