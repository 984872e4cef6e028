import type { NativeBlas, Product } from "../products/multiply.ts";
import { findFunction, type SharedLibrary } from "./shared-library.ts";

/** A BLAS library that has been loaded and multiplies small matrices correctly. */
export interface OpenedBlas extends NativeBlas {
  /** Its own description, such as `OpenBLAS 0.3.21 Cooperlake`, if it has one. */
  readonly description?: string;
  /** How many threads it computes on; missing where it cannot be asked. */
  readonly threads?: number;
  /** Of an OpenBLAS with kernels for several processors: its version, and which kernels it took. */
  readonly dynamic?: { readonly version: string; readonly coreType: string };
  /** Gives the library back to the system. It must not be used afterwards. */
  unload(): void;
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

/** The functions of a loaded library, tried out; throws what is wrong with them. */
export function openBlas(library: SharedLibrary, threads: number | undefined): OpenedBlas {
  assertNarrowIntegers(library);
  const sgemm = findFunction<Sgemm>(library, SGEMM_PROTOTYPE);
  if (sgemm === undefined) throw new Error("has no cblas_sgemm");
  if (threads !== undefined) setThreads(library, threads);
  const multiply = multiplyWith(sgemm);
  if (!multipliesSmall(multiply)) throw new Error("multiplies wrongly");
  const description = describe(library);
  const counted = countThreads(library);
  const dynamic = dynamicOf(library);
  return {
    multiply,
    ...(description === undefined ? {} : { description }),
    ...(counted === undefined ? {} : { threads: counted }),
    ...(dynamic === undefined ? {} : { dynamic }),
    unload: () => library.unload(),
  };
}

/** The view of the memory is recreated for every call, because the memory moves when it grows. */
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

/** How OpenBLAS was built, in words; nothing for another library. */
function configOf(library: SharedLibrary): string | undefined {
  return findFunction<() => string>(library, "const char* openblas_get_config()")?.();
}

function coreNameOf(library: SharedLibrary): string | undefined {
  return findFunction<() => string>(library, "const char* openblas_get_corename()")?.();
}

function dynamicOf(library: SharedLibrary): OpenedBlas["dynamic"] {
  const [config, coreType] = [configOf(library), coreNameOf(library)];
  if (!config?.includes("DYNAMIC_ARCH") || coreType === undefined) return undefined;
  return { version: config.split(" ")[1]!, coreType };
}

/** OpenBLAS describes itself and its build; MKL and BLIS are recognised by their functions. */
function describe(library: SharedLibrary): string | undefined {
  const config = configOf(library);
  if (config !== undefined) {
    const core = coreNameOf(library);
    return [...config.split(" ").slice(0, 2), ...(core === undefined ? [] : [core])].join(" ");
  }
  if (findFunction(library, "int MKL_Get_Max_Threads()") !== undefined) return "MKL";
  const blis = findFunction<() => string>(library, "const char* bli_info_get_version_str()");
  return blis === undefined ? undefined : `BLIS ${blis()}`;
}

/** A library that uses 64-bit integers reads every size together with the adjacent memory. */
function assertNarrowIntegers(library: SharedLibrary): void {
  const has = (name: string) => findFunction(library, `void ${name}()`) !== undefined;
  const isSuffixed = has("cblas_sgemm64_") || has("cblas_sgemm_64");
  const isWide = configOf(library)?.includes("USE64BITINT") || (isSuffixed && !has("cblas_sgemm"));
  if (isWide) throw new Error("counts in 64-bit integers; it takes one with 32-bit ones");
}

function setThreads(library: SharedLibrary, threads: number): void {
  for (const name of ["openblas_set_num_threads", "MKL_Set_Num_Threads"]) {
    findFunction<(count: number) => void>(library, `void ${name}(int)`)?.(threads);
  }
  // BLIS counts in integers as wide as a pointer.
  findFunction<(count: number) => void>(library, "void bli_thread_set_num_threads(int64_t)")?.(threads);
}

function countThreads(library: SharedLibrary): number | undefined {
  const count =
    findFunction<() => number>(library, "int openblas_get_num_threads()") ??
    findFunction<() => number>(library, "int MKL_Get_Max_Threads()") ??
    findFunction<() => number>(library, "int64_t bli_thread_get_num_threads()");
  // BLIS returns −1 until a number is set.
  const threads = Number(count?.());
  return threads >= 1 ? threads : undefined;
}

/** One small product of every kind; a library that gets it wrong would train nets that learn nothing. */
function multipliesSmall(multiply: NativeBlas["multiply"]): boolean {
  return [0, 1, 2, 3].every((kind) => {
    const memory = new Float32Array([1, 2, 3, 4, 5, 6, 1, -1, 2, 0, -3, 1, 10, 20, 30, 40]);
    const [transposeA, transposeB] = [(kind & 1) === 1, (kind & 2) === 2];
    const product: Product = { transposeA, transposeB, rows: 2, columns: 2, inner: 3, a: 0, b: 24, c: 48, beta: 0.5 };
    const expected = smallProduct(memory, product);
    multiply(memory.buffer, product);
    return expected.every((value, index) => value === memory[12 + index]);
  });
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
