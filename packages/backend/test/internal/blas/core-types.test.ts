import { describe, expect, it } from "vitest";
import { missingFeatures, otherCoreTypes, rankOf } from "../../../src/internal/blas/core-types.ts";

const AVX2 = ["avx", "avx2", "fma"];
const AVX512 = [...AVX2, "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"];
const BFLOAT = [...AVX512, "avx512_bf16"];

describe("otherCoreTypes(name, features, than)", () => {
  it.each([
    ["Prescott", BFLOAT, ["Cooperlake", "SkylakeX", "Haswell", "Sandybridge"]],
    ["Zen", AVX512, ["SkylakeX"]],
    ["Zen", AVX2, []],
    ["Nehalem", ["avx"], ["Sandybridge"]],
    ["SkylakeX", BFLOAT, []],
    ["Bulldozer", [...AVX2], ["Haswell"]],
  ])("wider than %s with %j are %j", (name, features, expected) => {
    expect(otherCoreTypes(name, new Set(features), "wider")).toEqual(expected);
  });

  it("narrower ones are those that the processor runs, the widest first", () => {
    expect(otherCoreTypes("Cooperlake", new Set(BFLOAT), "narrower")).toEqual(["Haswell", "Sandybridge", "Prescott"]);
    expect(otherCoreTypes("Haswell", new Set(["avx"]), "narrower")).toEqual(["Sandybridge", "Prescott"]);
  });
});

describe("missingFeatures(name, features)", () => {
  it("names what would end the process, however the name is written", () => {
    expect(missingFeatures("skylakeX", new Set(AVX2))).toEqual(AVX512.slice(3));
    expect(missingFeatures("Haswell", new Set(AVX2))).toEqual([]);
    expect(missingFeatures("SapphireRapids", new Set(BFLOAT))).toEqual(["amx_tile", "avx512_fp16"]);
  });

  it("knows nothing of other names", () => {
    expect(missingFeatures("Atom", new Set())).toEqual([]);
    expect(rankOf("Atom")).toBe(0);
  });
});
