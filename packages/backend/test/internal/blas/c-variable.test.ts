import { createRequire } from "node:module";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { cVariable } from "../../../src/internal/blas/c-variable.ts";
import type { SharedLibrary } from "../../../src/internal/blas/shared-library.ts";

const NAME = "DARK_KNOWLEDGE_TEST";

function thisProcess(): SharedLibrary | undefined {
  try {
    const koffi = createRequire(import.meta.url)("koffi") as { load(name: null): SharedLibrary };
    return process.platform === "linux" ? koffi.load(null) : undefined;
  } catch {
    return undefined;
  }
}

const self = thisProcess();

describe.runIf(self)("cVariable(name, self)", () => {
  it("sets and removes what libraries see, for as long as it is used", () => {
    const variable = cVariable(NAME, self!);
    expect(variable.read()).toBeUndefined();
    const inner = variable.during("one", () => [variable.read(), variable.during(undefined, () => variable.read())]);
    expect(inner).toEqual(["one", undefined]);
    expect(variable.read()).toBeUndefined();
  });

  it("puts back what was there when the use throws", () => {
    const variable = cVariable(NAME, self!);
    const failure = () => {
      throw new Error("no");
    };
    variable.during("two", () => {
      expect(() => variable.during("three", failure)).toThrow("no");
      expect(variable.read()).toBe("two");
    });
  });
});
