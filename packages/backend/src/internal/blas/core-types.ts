/** A set of kernels in an OpenBLAS that brings several: it calls this a core type. */
interface CoreType {
  /** Wider vectors have a higher rank; within one, the instructions of `sgemm` are nearly the same. */
  readonly rank: number;
  /** The features without which its kernels end the process with an illegal instruction. */
  readonly needs: readonly string[];
}

const AVX = ["avx"];
const AVX2 = ["avx2", "fma"];
const AVX512 = ["avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl", ...AVX2];
const BFLOAT = [...AVX512, "avx512_bf16"];

/** By their names in lower case; OpenBLAS compares them so. All others need less than AVX. */
const CORE_TYPES: Readonly<Record<string, CoreType>> = {
  sapphirerapids: { rank: 3, needs: [...BFLOAT, "amx_tile", "avx512_fp16"] },
  cooperlake: { rank: 3, needs: BFLOAT },
  skylakex: { rank: 3, needs: AVX512 },
  haswell: { rank: 2, needs: AVX2 },
  zen: { rank: 2, needs: AVX2 },
  excavator: { rank: 2, needs: AVX2 },
  steamroller: { rank: 1, needs: AVX },
  piledriver: { rank: 1, needs: AVX },
  bulldozer: { rank: 1, needs: AVX },
  sandybridge: { rank: 1, needs: AVX },
};

/** Worth choosing, the widest first. Prescott needs SSE3 only, which every x86 processor of 64 bits but the first has. */
const CANDIDATES = ["Cooperlake", "SkylakeX", "Haswell", "Sandybridge", "Prescott"] as const;

/** How wide a core type's vectors are, to compare with others; 0 for one that is not known here. */
export function rankOf(name: string): number {
  return CORE_TYPES[name.toLowerCase()]?.rank ?? 0;
}

/** Lists the features that a processor lacks to run a core type; nothing for an unknown core type. */
export function missingFeatures(name: string, features: ReadonlySet<string>): string[] {
  const needs = CORE_TYPES[name.toLowerCase()]?.needs ?? [];
  return needs.filter((feature) => !features.has(feature));
}

/** The core types that a processor can run and that are wider than `name`, or else narrower; the widest first. */
export function otherCoreTypes(name: string, features: ReadonlySet<string>, than: "wider" | "narrower"): string[] {
  const own = rankOf(name);
  return CANDIDATES.filter((candidate) => {
    const rank = rankOf(candidate);
    return (than === "wider" ? rank > own : rank < own) && missingFeatures(candidate, features).length === 0;
  });
}
