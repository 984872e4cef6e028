import { describe, expect, it } from "vitest";
import { loadBlas } from "../../../src/internal/blas/native-blas.ts";
import type { SharedLibrary } from "../../../src/internal/blas/shared-library.ts";

type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

/** A shared library made of functions; counts how often it is open. */
function fakeLibrary(functions: Functions) {
  const state = { open: 0, load: (): SharedLibrary => library };
  const library: SharedLibrary = {
    func: (prototype) => {
      const name = /(\w+)\(/.exec(prototype)![1]!;
      if (functions[name] === undefined) throw new Error(`Cannot find function '${name}' in shared library`);
      return functions[name];
    },
    unload: () => {
      state.open--;
    },
  };
  state.load = () => {
    state.open++;
    return library;
  };
  return state;
}

/** cblas_sgemm from its definition. */
function sgemm(...args: unknown[]): void {
  const [order, tA, tB, rows, columns, inner, alpha] = args as number[];
  const [a, strideA, b, strideB, beta, c, strideC] = args.slice(7) as [
    Float32Array,
    number,
    Float32Array,
    number,
    number,
    Float32Array,
    number,
  ];
  expect(order).toBe(101);
  for (let i = 0; i < rows!; i++) {
    for (let j = 0; j < columns!; j++) {
      let sum = 0;
      for (let p = 0; p < inner!; p++) {
        const left = tA === 112 ? a[p * strideA + i]! : a[i * strideA + p]!;
        sum += left * (tB === 112 ? b[j * strideB + p]! : b[p * strideB + j]!);
      }
      c[i * strideC + j] = alpha! * sum + beta * c[i * strideC + j]!;
    }
  }
}

const LINUX = { platform: "linux" };

describe("loadBlas", () => {
  it("takes the first library of the platform that is there, and sets its threads", () => {
    let threads = 8;
    const openBlas = fakeLibrary({
      cblas_sgemm: sgemm,
      openblas_get_config: () => "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH Zen MAX_THREADS=64",
      openblas_get_corename: () => "Zen",
      openblas_set_num_threads: (count: never) => {
        threads = count;
      },
      openblas_get_num_threads: () => threads,
    });
    const asked: string[] = [];
    const load = (name: string) => {
      asked.push(name);
      if (name !== "libopenblas.so.0") throw new Error("no such file");
      return openBlas.load();
    };
    const blas = loadBlas({ ...LINUX, threads: 3, load });
    expect([...new Set(asked)]).toEqual(["libopenblasp.so.0", "libopenblaso.so.0", "libopenblas.so.0"]);
    expect(blas).toMatchObject({ library: "libopenblas.so.0", description: "OpenBLAS 0.3.21 Zen", threads: 3 });
    expect(openBlas.open).toBe(1);
    blas.unload();
    expect(openBlas.open).toBe(0);
  });

  it("does not report a number of threads that nobody has set", () => {
    const { load } = fakeLibrary({ cblas_sgemm: sgemm, bli_thread_get_num_threads: () => -1n });
    expect(loadBlas({ ...LINUX, library: "x", load })).not.toHaveProperty("threads");
  });

  it("multiplies on the memory that it is given", () => {
    const blas = loadBlas({ ...LINUX, library: "x", load: fakeLibrary({ cblas_sgemm: sgemm }).load });
    const memory = Float32Array.of(0, 1, 2, 3, 4, 9, 9);
    const sizes = { rows: 2, columns: 1, inner: 2, a: 4, b: 12, c: 20 };
    blas.multiply(memory.buffer, { transposeA: true, transposeB: false, ...sizes, b: 12 });
    // [[1, 3], [2, 4]] · [3, 4]
    expect([...memory.subarray(5)]).toEqual([15, 22]);
    expect(blas.threads).toBe(undefined);
  });

  it.each([
    ["MKL", { MKL_Get_Max_Threads: () => 6 }, { description: "MKL", threads: 6 }],
    [
      "BLIS",
      { bli_info_get_version_str: () => "0.9", bli_thread_get_num_threads: () => 4n },
      { description: "BLIS 0.9", threads: 4 },
    ],
  ])("knows %s by its functions", (_, functions, expected) => {
    const { load } = fakeLibrary({ cblas_sgemm: sgemm, ...functions });
    expect(loadBlas({ ...LINUX, library: "x", load })).toMatchObject(expected);
  });

  it.each([
    ["is not a BLAS", {}, "loaded x, which has no cblas_sgemm"],
    [
      "is an OpenBLAS with wide integers",
      { cblas_sgemm: sgemm, openblas_get_config: () => "OpenBLAS 0.3.21 USE64BITINT" },
      "loaded x, which counts in 64-bit integers; it takes one with 32-bit ones",
    ],
    [
      "has only functions for wide integers",
      { cblas_sgemm64_: sgemm },
      "loaded x, which counts in 64-bit integers; it takes one with 32-bit ones",
    ],
    ["multiplies wrongly", { cblas_sgemm: () => {} }, "loaded x, which multiplies wrongly"],
  ])("gives a library back that %s", (_, functions, message) => {
    const library = fakeLibrary(functions);
    const cure = "name another library as blas, or leave it out to have one looked for";
    expect(() => loadBlas({ ...LINUX, library: "x", load: library.load })).toThrow(
      expect.objectContaining({ message, cure }),
    );
    expect(library.open).toBe(0);
  });

  it("says what it tried and what installs one when there is none", () => {
    const load = () => {
      throw new Error("no such file");
    };
    expect(() => loadBlas({ platform: "win32", load })).toThrow(
      expect.objectContaining({
        message: "found no BLAS library (tried libopenblas.dll, openblas.dll, mkl_rt.2.dll, mkl_rt.dll)",
        cure: "put the folder that holds libopenblas.dll on PATH",
      }),
    );
    expect(() => loadBlas({ ...LINUX, load })).toThrow(
      expect.objectContaining({
        cure: 'run "apt-get install libopenblas0" (on Fedora "dnf install openblas-threads")',
      }),
    );
    expect(() => loadBlas({ platform: "darwin", load })).toThrow(
      expect.objectContaining({
        message: "found no BLAS library (tried /System/Library/Frameworks/Accelerate.framework/Accelerate)",
      }),
    );
  });

  it("names a library that koffi cannot load, in one line", () => {
    expect(() => loadBlas({ ...LINUX, library: "/etc/passwd" })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^cannot load the BLAS library \/etc\/passwd: .+$/),
      }),
    );
  });
});
