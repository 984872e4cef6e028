import { createRequire } from "node:module";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { type CVariable, cVariable } from "../../../src/internal/blas/c-variable.ts";
import type { CoreTypeCache, CoreTypeFacts } from "../../../src/internal/blas/core-type-cache.ts";
import { rankOf } from "../../../src/internal/blas/core-types.ts";
import { type OpenedBlas, openBlas } from "../../../src/internal/blas/open-blas.ts";
import { readProcessor } from "../../../src/internal/blas/processor.ts";
import type { SharedLibrary } from "../../../src/internal/blas/shared-library.ts";
import { CoreTypeError, tuneOpenBlas } from "../../../src/internal/blas/tune-open-blas.ts";

const FEATURES = "avx avx2 fma avx512f avx512cd avx512bw avx512dq avx512vl avx512_bf16".split(" ");

const memoryCache = (): CoreTypeCache & { readonly facts: Map<string, CoreTypeFacts> } => {
  const facts = new Map<string, CoreTypeFacts>();
  return { facts, recall: (key) => facts.get(key), remember: (key, one) => facts.set(key, one) };
};

interface Machine {
  /** The rate of each core type that the library has; 0 is wrong. */
  readonly rates: Readonly<Record<string, number>>;
  /** What it takes by itself. */
  readonly own: string;
  readonly wish?: string;
  readonly features?: readonly string[];
  readonly cache?: CoreTypeCache;
  /** Whether another thread holds the library, so that its core type stays. */
  readonly isHeld?: boolean;
}

/** Tunes a library that is made of rates, and tells what was loaded and measured on the way. */
function tune({ rates, own, wish, features = FEATURES, cache = memoryCache(), isHeld = false }: Machine) {
  const log = { loaded: [] as (string | undefined)[], measured: [] as string[], open: 0 };
  const load = (coreType: string | undefined) => {
    log.loaded.push(coreType);
    log.open++;
    const taken = !isHeld && coreType !== undefined && coreType in rates ? coreType : own;
    return {
      multiply: () => {},
      description: taken,
      dynamic: { version: "0.3.21", coreType: taken },
      unload: () => {
        log.open--;
      },
    };
  };
  const rateNow = (blas: object) => rates[(blas as OpenedBlas).description!]!;
  const tuned = tuneOpenBlas(load(undefined), load, {
    processor: { id: "AMD", features: new Set(features) },
    variable: { read: () => wish } as CVariable,
    cache,
    isRight: (blas) => rateNow(blas) > 0,
    rateOf: (blas) => {
      log.measured.push((blas as OpenedBlas).description!);
      return rateNow(blas);
    },
  });
  return { coreType: tuned.dynamic!.coreType, remark: tuned.remark, ...log };
}

const OLD = { Prescott: 30, Nehalem: 35, Sandybridge: 80, Haswell: 90, SkylakeX: 190 };

describe("tuneOpenBlas(first, load, tuning)", () => {
  it("leaves a library alone that knows the processor", () => {
    expect(tune({ own: "SkylakeX", rates: OLD })).toEqual({
      coreType: "SkylakeX",
      remark: undefined,
      loaded: [undefined],
      measured: [],
      open: 1,
    });
  });

  it("measures once for a library that does not, and says what it gains", () => {
    const cache = memoryCache();
    const first = tune({ own: "Prescott", rates: OLD, cache });
    expect(first).toMatchObject({
      coreType: "SkylakeX",
      remark:
        "OpenBLAS computes with its core type SkylakeX, 6.3 times as fast as Prescott, which it takes this processor for",
      measured: ["Prescott", "SkylakeX", "Haswell", "Sandybridge"],
      open: 1,
    });
    expect([...cache.facts.keys()]).toEqual(["OpenBLAS 0.3.21 on AMD"]);
    expect(tune({ own: "Prescott", rates: OLD, cache })).toEqual({
      ...first,
      loaded: [undefined, "SkylakeX"],
      measured: [],
    });
  });

  it("goes a step down from what is wrong", () => {
    expect(tune({ own: "Prescott", rates: { ...OLD, SkylakeX: 0 } })).toMatchObject({ coreType: "Haswell", open: 1 });
    expect(tune({ own: "SkylakeX", rates: { ...OLD, SkylakeX: 0 } })).toMatchObject({
      coreType: "Haswell",
      remark:
        "OpenBLAS computes with its core type Haswell, because with SkylakeX, which it takes this processor for, it multiplies wrongly",
    });
  });

  it("says that wider ones gain nothing where they do not", () => {
    expect(tune({ own: "Haswell", rates: { ...OLD, SkylakeX: 92 } })).toMatchObject({
      coreType: "Haswell",
      remark: "OpenBLAS computes with its core type Haswell; wider ones gain nothing here",
    });
  });

  it("measures again when what was written down is wrong now", () => {
    const cache = memoryCache();
    cache.remember("OpenBLAS 0.3.21 on AMD", {
      own: "Prescott",
      best: "SkylakeX",
      rates: { Prescott: 30, SkylakeX: 190 },
    });
    expect(tune({ own: "Prescott", rates: { ...OLD, SkylakeX: 0 }, cache }).coreType).toBe("Haswell");
    expect(cache.recall("OpenBLAS 0.3.21 on AMD")!.best).toBe("Haswell");
  });

  it("gives the library back when it is wrong with every core type", () => {
    const rates = { Prescott: 0, Sandybridge: 0, Haswell: 0, SkylakeX: 0 };
    expect(() => tune({ own: "Haswell", rates })).toThrow(new CoreTypeError("multiplies wrongly"));
  });

  it("respects the user's own, and says what it costs", () => {
    const cache = memoryCache();
    const asked = tune({ own: "SkylakeX", rates: OLD, wish: "haswell", cache });
    expect(asked.coreType).toBe("SkylakeX");
    expect(asked.remark).toBe(
      "OpenBLAS does not know OPENBLAS_CORETYPE=haswell, and computes with its core type SkylakeX",
    );
    const slow = tune({ own: "SkylakeX", rates: OLD, wish: "Haswell", cache });
    expect(slow).toMatchObject({
      coreType: "Haswell",
      remark:
        "OpenBLAS computes with its core type Haswell, because OPENBLAS_CORETYPE says so; unset it, and SkylakeX will be 2.1 times as fast",
      measured: ["Haswell"],
      open: 1,
    });
    expect(tune({ own: "SkylakeX", rates: OLD, wish: "Haswell", cache })).toMatchObject({
      remark: slow.remark,
      measured: [],
      loaded: [undefined, "Haswell"],
    });
    expect(tune({ own: "Prescott", rates: OLD, wish: "SkylakeX" }).remark).toBe(
      "OpenBLAS computes with its core type SkylakeX, because OPENBLAS_CORETYPE says so",
    );
  });

  it("takes an empty setting for none", () => {
    expect(tune({ own: "SkylakeX", rates: OLD, wish: "" })).toMatchObject({ remark: undefined, loaded: [undefined] });
  });

  it("refuses a setting that would end the process, and one that is wrong, and gives the library back", () => {
    const failure = (machine: Machine) => {
      try {
        return tune(machine);
      } catch (error) {
        return error as CoreTypeError;
      }
    };
    expect(failure({ own: "Haswell", rates: OLD, wish: "SkylakeX", features: ["avx", "avx2", "fma"] })).toMatchObject({
      message:
        "would end this process with OPENBLAS_CORETYPE=SkylakeX, because the processor lacks avx512f, avx512cd, avx512bw, avx512dq, avx512vl",
      cure: "unset OPENBLAS_CORETYPE",
    });
    expect(failure({ own: "SkylakeX", rates: { ...OLD, Haswell: 0 }, wish: "Haswell" })).toMatchObject({
      message: "multiplies wrongly with OPENBLAS_CORETYPE=Haswell",
      cure: "unset OPENBLAS_CORETYPE",
    });
  });

  it("writes nothing down where another thread holds the library", () => {
    const cache = memoryCache();
    expect(tune({ own: "Haswell", rates: OLD, cache, isHeld: true })).toMatchObject({ coreType: "Haswell", open: 1 });
    expect(cache.facts.size).toBe(0);
    // One that lacks a core type is another matter.
    tune({ own: "Haswell", rates: { Prescott: 30, Haswell: 90, SkylakeX: 190 }, cache });
    expect(cache.facts.size).toBe(1);
  });
});

/** This machine's OpenBLAS, where it has kernels for several processors. */
function realLibrary() {
  const processor = readProcessor();
  if (processor === undefined) return undefined;
  try {
    const koffi = createRequire(import.meta.url)("koffi") as { load(name: string | null): SharedLibrary };
    const variable = cVariable("OPENBLAS_CORETYPE", koffi.load(null));
    const load = (coreType: string | undefined) =>
      variable.during(coreType, () => openBlas(koffi.load("libopenblas.so.0"), undefined));
    const first = load(undefined);
    first.unload();
    return first.dynamic && { processor, load, own: first.dynamic.coreType };
  } catch {
    return undefined;
  }
}

const real = realLibrary();

describe.runIf(real && rankOf(real.own) > 0)("with this machine's OpenBLAS", () => {
  // As if it did not know the processor: what it takes by itself is replaced by its narrowest kernels.
  const load = (coreType: string | undefined) => real!.load(coreType ?? "Prescott");
  const product = { transposeA: false, transposeB: true, rows: 128, columns: 256, inner: 256 };
  const memory = Float32Array.from({ length: 3 * 256 * 256 }, (_, index) => Math.sin(index));
  const rateOf = (blas: Pick<OpenedBlas, "multiply">) => {
    // The shortest of many: others may use the processor as well.
    const times = Array.from({ length: 40 }, () => {
      const start = process.hrtime.bigint();
      blas.multiply(memory.buffer, { ...product, a: 0, b: 4 * 256 * 256, c: 8 * 256 * 256 });
      return Number(process.hrtime.bigint() - start);
    });
    return (2 * 128 * 256 * 256) / Math.min(...times);
  };

  it("finds the kernels that are as wide as the processor, and computes the same with them", () => {
    const narrow = load(undefined);
    rateOf(narrow);
    const expected = memory.slice(2 * 256 * 256, 2 * 256 * 256 + 128 * 256);
    const tuned = tuneOpenBlas({ ...narrow, dynamic: narrow.dynamic! }, load, {
      processor: real!.processor,
      variable: { read: () => undefined } as CVariable,
      cache: memoryCache(),
      isRight: () => true,
      rateOf,
    });
    try {
      expect(rankOf(tuned.dynamic!.coreType)).toBeGreaterThan(0);
      expect(tuned.remark).toMatch(
        /^OpenBLAS computes with its core type \w+, [\d.]+ times as fast as Prescott, which/,
      );
      rateOf(tuned);
      expect(memory.slice(2 * 256 * 256, 2 * 256 * 256 + 128 * 256)).toBeAllClose(expected, { rtol: 1e-4, atol: 1e-4 });
    } finally {
      tuned.unload();
    }
  });
});
