import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { damage, damaged } from "../src/damage.ts";
import { FORMATS } from "../src/formats.ts";
import { wrongRefusal } from "../src/refusal.ts";
import { runs } from "../src/runs.ts";

describe("a reader of damaged files reads them, or says in one line why not:", () => {
  test.each(FORMATS)("$name", async ({ files, read }) => {
    // What is damaged are files that it reads.
    for (const file of files) await read(file.slice());
    const property = fc.asyncProperty(fc.constantFrom(...files), damage, async (file, changes) => {
      expect(await wrongRefusal(() => read(damaged(file, changes)))).toBeUndefined();
    });
    await fc.assert(property, runs(0.7 / FORMATS.length));
  });
});
