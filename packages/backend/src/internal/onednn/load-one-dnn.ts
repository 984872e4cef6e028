import type { NativeLayers } from "@dark-knowledge/core";
import { cVariable } from "../blas/c-variable.ts";
import type { LoadedBlas } from "../blas/native-blas.ts";
import { findFunction, requireKoffi, type SharedLibrary } from "../blas/shared-library.ts";
import { createConvolutions } from "./create-convolutions.ts";
import { createNativeLayers } from "./create-native-layers.ts";
import { createProducts } from "./create-products.ts";
import type { NativeConvolutions } from "./native-convolutions.ts";
import { openOneDnn } from "./one-dnn.ts";

/** The name under which Linux finds oneDNN 2; version 3 has other functions. */
export const ONE_DNN = "libdnnl.so.2";

/** Flags of dlopen: find all functions now, and never unload. */
const NOW_AND_FOR_EVER = 0x1002;

/** From so many multiplications on it is worth waking other threads: some tenths of a millisecond on one. */
const LARGE = 32_000_000;

/** oneDNN, which multiplies and convolves, and keeps the weights of layers that answer. */
export interface LoadedOneDnn extends LoadedBlas, NativeConvolutions {
  readonly layers: NativeLayers;
}

/** Options of {@link loadOneDnn}. */
export interface OneDnnOptions {
  /** `process.platform` and `process.arch`. */
  readonly platform: string;
  readonly arch: string;
  /** How many threads may compute together. Default: as many as OpenMP takes by itself. */
  readonly threads?: number;
  /** Whether it computes as our own kernels do. Default: not checked. */
  readonly isRight?: (library: LoadedOneDnn) => boolean;
}

/** Loaded once by each thread of Node. */
let loaded: Opened | undefined;

type Opened = LoadedOneDnn & { useThreads(count: number | undefined): void };

/** oneDNN through koffi; `undefined` where it is not installed, is of another version, or computes wrongly. */
export function loadOneDnn({ platform, arch, threads, isRight }: OneDnnOptions): LoadedOneDnn | undefined {
  // Elsewhere it multiplies by loops that are there for tests.
  if (platform !== "linux" || arch !== "x64") return undefined;
  const opened = loaded ?? openQuietly();
  opened?.useThreads(threads);
  if (opened === undefined || isRight?.(opened) === false) return undefined;
  loaded = opened;
  const { useThreads: _, ...library } = opened;
  return threads === undefined ? library : { ...library, threads };
}

function openQuietly(): Opened | undefined {
  const koffi = requireKoffi();
  let library: SharedLibrary;
  try {
    const self = koffi.load(null);
    library = withPatientThreads(self, () => {
      keepForEver(self);
      return koffi.load(ONE_DNN);
    });
  } catch {
    return undefined;
  }
  const oneDnn = openOneDnn(library, koffi.address);
  if (oneDnn === undefined) return undefined;
  const version = koffi.decode(findFunction<() => object>(library, "void* dnnl_version()")!(), "int[3]");
  const setThreads = findFunction<(count: number) => void>(library, "void omp_set_num_threads(int)") ?? (() => {});
  const own = findFunction<() => number>(library, "int omp_get_max_threads()")?.() ?? 1;
  let most = own;
  const threadsFor = (multiplications: number): number => {
    const count = multiplications < LARGE ? 1 : most;
    setThreads(count);
    return count;
  };
  return {
    library: ONE_DNN,
    description: `oneDNN ${(version as readonly number[]).join(".")}`,
    threads: own,
    ...createProducts(oneDnn, threadsFor),
    ...createConvolutions(oneDnn, threadsFor),
    layers: createNativeLayers(oneDnn, threadsFor),
    useThreads(count = own) {
      most = count;
    },
    // It stays.
    unload: () => {},
  };
}

/**
 * Loads the library for as long as the process lives. koffi unloads it with the thread of Node that loaded it, and those of
 * OpenMP would go on in memory that is no longer there.
 */
function keepForEver(self: SharedLibrary): void {
  const dlopen = self.func("void* dlopen(const char*, int)") as (name: string, flags: number) => object | null;
  if (dlopen(ONE_DNN, NOW_AND_FOR_EVER) === null) throw new Error(`${ONE_DNN} is not installed`);
}

/**
 * Loads a library so that threads of OpenMP which wait for each other sleep. By default they keep their cores busy, and
 * where another program wants a core, each convolution waits for it: steps take up to six times as long.
 */
function withPatientThreads<Result>(self: SharedLibrary, load: () => Result): Result {
  const [policy, spins] = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"].map((name) => cVariable(name, self));
  const isUsersChoice = [policy, spins].some((variable) => variable!.read() !== undefined);
  return isUsersChoice ? load() : policy!.during("passive", load);
}
