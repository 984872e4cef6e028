import { describe, expect, it } from "vitest";
import { parseProcessor, readProcessor } from "../../../src/internal/blas/processor.ts";

const XEON = `processor	: 0
vendor_id	: GenuineIntel
cpu family	: 6
model		: 207
model name	: INTEL(R) XEON(R) PLATINUM 8581C CPU @ 2.10GHz
stepping	: 2
flags		: fpu sse sse2 fma avx avx2  avx512f amx_tile avx512_bf16 hypervisor
vmx flags	: vnmi

processor	: 1
vendor_id	: GenuineIntel
flags		: other
`;

describe("parseProcessor(cpuinfo)", () => {
  it("reads the kind and the features of the first processor", () => {
    const processor = parseProcessor(XEON)!;
    expect(processor.id).toBe("GenuineIntel 6 207 2 amx_tile avx avx2 avx512_bf16 avx512f fma sse sse2");
    expect([...processor.features]).toEqual(
      "fpu sse sse2 fma avx avx2 avx512f amx_tile avx512_bf16 hypervisor".split(" "),
    );
  });

  it.each(["", "processor\t: 0\nFeatures\t: fp asimd\nCPU part\t: 0xd0c\n"])("finds none in %j", (text) => {
    expect(parseProcessor(text)).toBeUndefined();
  });
});

it.runIf(process.platform === "linux" && process.arch === "x64")("readProcessor() finds this machine's", () => {
  expect(readProcessor()!.features.has("sse2")).toBe(true);
});
