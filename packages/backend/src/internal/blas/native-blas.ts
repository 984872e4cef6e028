import { BackendObstacle } from "../backend-obstacle.ts";
import { nodeModule } from "../node-module.ts";
import type { NativeBlas, Product } from "../products/multiply.ts";
import { blasCure, blasLibraries } from "./blas-libraries.ts";

/** A BLAS library that has been loaded and multiplies rightly. */
export interface LoadedBlas extends NativeBlas {
  /** The name or path that it was loaded by. */
  readonly library: string;
  /** What it says of itself, such as `OpenBLAS 0.3.21 Cooperlake`; missing where it says nothing. */
  readonly description?: string;
  /** How many threads it computes on; missing where it cannot be asked. */
  readonly threads?: number;
  /** Gives the library back to the system. It must not be used afterwards. */
  unload(): void;
}

/** A shared library: the part of koffi's that is used here. */
export interface SharedLibrary {
  /** The function with this prototype in C; throws when the library has none of its name. */
  func(prototype: string): unknown;
  unload(): void;
}

/** What {@link loadBlas} needs to know. */
export interface BlasOptions {
  /** The library to load; the platform's usual ones are tried when left out. */
  readonly library?: string;
  readonly threads?: number;
  /** `process.platform`. */
  readonly platform: string;
  /** Loads a library by its name or path, or throws; koffi's `load` when left out. A parameter for tests. */
  readonly load?: (name: string) => SharedLibrary;
}

const SGEMM_PROTOTYPE =
  "void cblas_sgemm(int, int, int, int, int, int, float, void*, int, void*, int, float, void*, int)";
const ROW_MAJOR = 101;
const NO_TRANSPOSE = 111;
const TRANSPOSE = 112;

type Sgemm = (
  order: number,
  transposeA: number,
  transposeB: number,
  rows: number,
  columns: number,
  inner: number,
  alpha: number,
  a: Float32Array,
  strideA: number,
  b: Float32Array,
  strideB: number,
  beta: number,
  c: Float32Array,
  strideC: number,
) => void;

/**
 * Loads a BLAS library through koffi.
 *
 * @throws BackendObstacle when koffi is not installed, no library is found, or the one found is of no use
 */
export function loadBlas({ library, threads, platform, load }: BlasOptions): LoadedBlas {
  const open = load ?? requireKoffi().load;
  if (library !== undefined) {
    return openBlas(library, open, threads, "name another library as blas, or leave it out to have one looked for");
  }
  const names = blasLibraries(platform);
  const found = names.find((name) => isThere(name, open));
  if (found !== undefined) return openBlas(found, open, threads, blasCure(platform));
  throw new BackendObstacle(`found no BLAS library (tried ${names.join(", ")})`, blasCure(platform));
}

/** Not an import: bundlers for a browser would follow it into Node's own modules. */
function requireKoffi(): typeof import("koffi") {
  return nodeModule("node:module").createRequire(import.meta.url)("koffi");
}

type Load = (name: string) => SharedLibrary;

function isThere(name: string, load: Load): boolean {
  try {
    load(name).unload();
    return true;
  } catch {
    return false;
  }
}

function openBlas(library: string, load: Load, threads: number | undefined, cure: string): LoadedBlas {
  let loaded: SharedLibrary;
  try {
    loaded = load(library);
  } catch (error) {
    const [reason] = String((error as Error).message).split("\n");
    throw new BackendObstacle(`cannot load the BLAS library ${library}: ${reason}`, cure);
  }
  try {
    return checkBlas(library, loaded, threads);
  } catch (error) {
    loaded.unload();
    throw new BackendObstacle((error as Error).message, cure);
  }
}

/** The functions of a loaded library, tried out; throws what is wrong with them. */
function checkBlas(library: string, loaded: SharedLibrary, threads: number | undefined): LoadedBlas {
  const description = describe(loaded);
  assertNarrowIntegers(library, loaded);
  const sgemm = find<Sgemm>(loaded, SGEMM_PROTOTYPE);
  if (sgemm === undefined) throw new Error(`loaded ${library}, which has no cblas_sgemm`);
  if (threads !== undefined) setThreads(loaded, threads);
  const multiply = multiplyWith(sgemm);
  assertMultiplies(library, { multiply });
  const counted = countThreads(loaded);
  return {
    multiply,
    library,
    ...(description === undefined ? {} : { description }),
    ...(counted === undefined ? {} : { threads: counted }),
    unload: () => loaded.unload(),
  };
}

/** The memory is viewed anew for every call, because it moves when it grows. */
function multiplyWith(sgemm: Sgemm): NativeBlas["multiply"] {
  return (memory, { transposeA, transposeB, rows, columns, inner, a, b, c, beta = 0 }) => {
    sgemm(
      ROW_MAJOR,
      transposeA ? TRANSPOSE : NO_TRANSPOSE,
      transposeB ? TRANSPOSE : NO_TRANSPOSE,
      rows,
      columns,
      inner,
      1,
      new Float32Array(memory, a, rows * inner),
      transposeA ? rows : inner,
      new Float32Array(memory, b, inner * columns),
      transposeB ? inner : columns,
      beta,
      new Float32Array(memory, c, rows * columns),
      columns,
    );
  };
}

/** A function of the library, or nothing where it has none of that name. */
function find<Func>(loaded: SharedLibrary, prototype: string): Func | undefined {
  try {
    return loaded.func(prototype) as unknown as Func;
  } catch {
    return undefined;
  }
}

/** How OpenBLAS was built, in words; nothing for another library. */
function openBlasConfig(loaded: SharedLibrary): string | undefined {
  return find<() => string>(loaded, "const char* openblas_get_config()")?.();
}

/** OpenBLAS says what it is and what it was built for; MKL and BLIS are told by their functions. */
function describe(loaded: SharedLibrary): string | undefined {
  const config = openBlasConfig(loaded);
  if (config !== undefined) {
    const core = find<() => string>(loaded, "const char* openblas_get_corename()")?.();
    return [...config.split(" ").slice(0, 2), ...(core === undefined ? [] : [core])].join(" ");
  }
  if (find(loaded, "int MKL_Get_Max_Threads()") !== undefined) return "MKL";
  const blis = find<() => string>(loaded, "const char* bli_info_get_version_str()");
  return blis === undefined ? undefined : `BLIS ${blis()}`;
}

/** A library that counts in 64-bit integers reads every size together with what lies beside it. */
function assertNarrowIntegers(library: string, loaded: SharedLibrary): void {
  const isSuffixed = ["cblas_sgemm64_", "cblas_sgemm_64"].some((name) => find(loaded, `void ${name}()`) !== undefined);
  const isWide =
    openBlasConfig(loaded)?.includes("USE64BITINT") || (isSuffixed && find(loaded, "void cblas_sgemm()") === undefined);
  if (!isWide) return;
  throw new Error(`loaded ${library}, which counts in 64-bit integers; it takes one with 32-bit ones`);
}

function setThreads(loaded: SharedLibrary, threads: number): void {
  for (const name of ["openblas_set_num_threads", "MKL_Set_Num_Threads"]) {
    find<(count: number) => void>(loaded, `void ${name}(int)`)?.(threads);
  }
  // BLIS counts in integers as wide as a pointer.
  find<(count: number) => void>(loaded, "void bli_thread_set_num_threads(int64_t)")?.(threads);
}

function countThreads(loaded: SharedLibrary): number | undefined {
  const count =
    find<() => number>(loaded, "int openblas_get_num_threads()") ??
    find<() => number>(loaded, "int MKL_Get_Max_Threads()") ??
    find<() => number>(loaded, "int64_t bli_thread_get_num_threads()");
  // BLIS says −1 as long as nobody has set a number.
  const threads = Number(count?.());
  return threads >= 1 ? threads : undefined;
}

/** One small product of every kind; a library that gets it wrong would train nets that learn nothing. */
function assertMultiplies(library: string, blas: NativeBlas): void {
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      const memory = new Float32Array([1, 2, 3, 4, 5, 6, 1, -1, 2, 0, -3, 1, 10, 20, 30, 40]);
      const sizes = { rows: 2, columns: 2, inner: 3, a: 0, b: 24, c: 48, beta: 0.5 };
      const product: Product = { transposeA, transposeB, ...sizes };
      const expected = smallProduct(memory, product);
      blas.multiply(memory.buffer, product);
      if (expected.every((value, index) => value === memory[12 + index])) continue;
      throw new Error(`loaded ${library}, which multiplies wrongly`);
    }
  }
}

function smallProduct(memory: Float32Array, { transposeA, transposeB }: Product): readonly number[] {
  return [0, 1, 2, 3].map((at) => {
    const [i, j] = [at >> 1, at & 1];
    const terms = [0, 1, 2].map(
      (p) => memory[transposeA ? 2 * p + i : 3 * i + p]! * memory[6 + (transposeB ? 3 * j + p : 2 * p + j)]!,
    );
    return 0.5 * memory[12 + at]! + terms[0]! + terms[1]! + terms[2]!;
  });
}
