import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { coreTypeFile } from "../../../src/internal/blas/core-type-cache.ts";

const folder = mkdtempSync(join(tmpdir(), "core-types-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FACTS = { own: "Prescott", best: "SkylakeX", rates: { Prescott: 30, SkylakeX: 190 } };

describe("coreTypeFile(folderOf)", () => {
  it("recalls what it was told, also in another process, and leaves no draft", () => {
    const place = join(folder, "deep", "down");
    coreTypeFile(() => place).remember("one", FACTS);
    coreTypeFile(() => place).remember("two", { ...FACTS, best: "Haswell" });
    const cache = coreTypeFile(() => place);
    expect([cache.recall("one"), cache.recall("two")!.best, cache.recall("three")]).toEqual([
      FACTS,
      "Haswell",
      undefined,
    ]);
    expect(readdirSync(place)).toEqual(["openblas-core-types.json"]);
  });

  it.each([
    "",
    "{",
    "null",
    "[]",
    '{"one": null}',
    '{"one": {"own": "x", "best": 1, "rates": {}}}',
    '{"one": {"own": "x", "best": "y", "rates": {"y": "fast"}}}',
  ])("takes a damaged file, %j, for none, and writes over it", (text) => {
    const place = mkdtempSync(join(folder, "damaged-"));
    writeFileSync(join(place, "openblas-core-types.json"), text);
    const cache = coreTypeFile(() => place);
    expect(cache.recall("one")).toBeUndefined();
    cache.remember("one", FACTS);
    expect(cache.recall("one")).toEqual(FACTS);
  });

  it("does without where there is no folder, or none that can be written", () => {
    const file = join(folder, "file");
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, "");
    const noHome = () => {
      throw new Error("no home");
    };
    for (const folderOf of [noHome, () => join(file, "below")]) {
      const cache = coreTypeFile(folderOf);
      cache.remember("one", FACTS);
      expect(cache.recall("one")).toBeUndefined();
    }
  });
});
