import { describe, expect, it } from "vitest";
import { findCoreType } from "../../../src/internal/blas/find-core-type.ts";

const FEATURES = new Set("avx avx2 fma avx512f avx512cd avx512bw avx512dq avx512vl avx512_bf16".split(" "));

/** A library that has these rates; 0 is wrong, and what is missing it does not know. */
function find(own: string, rates: Readonly<Record<string, number>>, features: ReadonlySet<string> = FEATURES) {
  const asked: string[] = [];
  const trialOf = (coreType: string) => ({ coreType, isRight: rates[coreType]! > 0, rate: rates[coreType]! });
  const facts = findCoreType(trialOf(own), features, (coreType) => {
    asked.push(coreType);
    return coreType in rates ? trialOf(coreType) : undefined;
  });
  return { facts, asked };
}

describe("findCoreType(own, features, attempt)", () => {
  it("asks for nothing where the library knows the processor", () => {
    expect(find("SkylakeX", { SkylakeX: 100, Cooperlake: 200 })).toEqual({
      facts: { own: "SkylakeX", best: "SkylakeX", rates: { SkylakeX: 100 } },
      asked: [],
    });
  });

  it("takes the fastest that is right where it does not", () => {
    const { facts, asked } = find("Prescott", {
      Prescott: 30,
      Sandybridge: 80,
      Haswell: 90,
      SkylakeX: 190,
      Cooperlake: 180,
    });
    expect(facts).toMatchObject({ own: "Prescott", best: "SkylakeX" });
    expect(asked).toEqual(["Cooperlake", "SkylakeX", "Haswell", "Sandybridge"]);
  });

  it("goes a step down where the widest are wrong, or unknown to the library", () => {
    expect(find("Prescott", { Prescott: 30, Haswell: 90, SkylakeX: 0, Cooperlake: 0 }).facts).toEqual({
      own: "Prescott",
      best: "Haswell",
      rates: { Prescott: 30, Haswell: 90 },
    });
  });

  it("keeps the library's own where others gain little", () => {
    expect(find("Zen", { Zen: 100, SkylakeX: 109, Cooperlake: 90 }).facts!.best).toBe("Zen");
    expect(find("Zen", { Zen: 100, SkylakeX: 111, Cooperlake: 90 }).facts!.best).toBe("SkylakeX");
  });

  it("takes the widest narrower one where the library's own is wrong", () => {
    const { facts, asked } = find("SkylakeX", { SkylakeX: 0, Haswell: 90, Sandybridge: 95 });
    expect(facts).toEqual({ own: "SkylakeX", best: "Haswell", rates: { Haswell: 90 } });
    expect(asked).toEqual(["Haswell"]);
  });

  it("finds none where all are wrong", () => {
    expect(
      find("Haswell", { Haswell: 0, Sandybridge: 0, Prescott: 0 }, new Set(["avx", "avx2", "fma"])).facts,
    ).toBeUndefined();
  });
});
