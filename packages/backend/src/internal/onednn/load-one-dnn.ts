import { cVariable } from "../blas/c-variable.ts";
import { findFunction, requireKoffi, type SharedLibrary } from "../blas/shared-library.ts";
import { createConvolutions } from "./create-convolutions.ts";
import type { NativeConvolutions } from "./native-convolutions.ts";
import { openOneDnn } from "./one-dnn.ts";

/** The name under which Linux finds oneDNN 2; version 3 has other functions. */
const LIBRARY = "libdnnl.so.2";

/** Flags of dlopen: find all functions now, and never unload. */
const NOW_AND_FOR_EVER = 0x1002;

/** oneDNN, and how its threads are counted. */
interface Loaded {
  readonly convolutions: NativeConvolutions;
  useThreads(count: number | undefined): void;
}

/** Loaded once by each thread of Node. */
let loaded: Loaded | undefined;

/**
 * oneDNN through koffi; `undefined` where it is not installed, is of another version, or convolves wrongly.
 *
 * @param threads how many may compute together. Default: as many as OpenMP takes by itself
 */
export function loadOneDnn(
  platform: string,
  threads: number | undefined,
  isRight: (convolutions: NativeConvolutions) => boolean,
): NativeConvolutions | undefined {
  if (loaded === undefined && platform === "linux") {
    const opened = openQuietly();
    if (opened !== undefined && isRight(opened.convolutions)) loaded = opened;
  }
  loaded?.useThreads(threads);
  return loaded?.convolutions;
}

function openQuietly(): Loaded | undefined {
  const koffi = requireKoffi();
  let library: SharedLibrary;
  try {
    const self = koffi.load(null);
    library = withPatientThreads(self, () => {
      keepForEver(self);
      return koffi.load(LIBRARY);
    });
  } catch {
    return undefined;
  }
  const oneDnn = openOneDnn(library, koffi.address);
  if (oneDnn === undefined) return undefined;
  const version = koffi.decode(findFunction<() => object>(library, "void* dnnl_version()")!(), "int[3]");
  const count = findFunction<() => number>(library, "int omp_get_max_threads()");
  const own = count?.() ?? 1;
  let threads = own;
  const convolutions = createConvolutions(oneDnn, {
    description: `oneDNN ${(version as readonly number[]).join(".")}`,
    threads: () => threads,
    setThreads: findFunction<(count: number) => void>(library, "void omp_set_num_threads(int)") ?? (() => {}),
  });
  return {
    convolutions,
    useThreads: (count = own) => {
      threads = count;
    },
  };
}

/**
 * Loads the library for as long as the process lives. koffi unloads it with the thread of Node that loaded it, and those of
 * OpenMP would go on in memory that is no longer there.
 */
function keepForEver(self: SharedLibrary): void {
  const dlopen = self.func("void* dlopen(const char*, int)") as (name: string, flags: number) => object | null;
  if (dlopen(LIBRARY, NOW_AND_FOR_EVER) === null) throw new Error(`${LIBRARY} is not installed`);
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
