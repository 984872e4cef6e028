import { BackendObstacle } from "../backend-obstacle.ts";
import type { NativeBlas } from "../products/multiply.ts";
import { blasCure, blasLibraries } from "./blas-libraries.ts";
import { type OpenedBlas, openBlas } from "./open-blas.ts";
import { type LoadLibrary, requireKoffi, type SharedLibrary } from "./shared-library.ts";
import { CoreTypeError, type Tuning, tuneOpenBlas } from "./tune-open-blas.ts";

/** A BLAS library that has been loaded and multiplies correctly. */
export interface LoadedBlas extends OpenedBlas {
  /** The name or path that it was loaded by. */
  readonly library: string;
  /** A remark about its core type, in one sentence, if any. */
  readonly remark?: string;
}

/** Options of {@link loadBlas}. */
export interface BlasOptions {
  /** The library to load. Default: the usual ones of the platform, in turn. */
  readonly library?: string;
  readonly threads?: number;
  /** `process.platform`. */
  readonly platform: string;
  /** Loads a library by its name or path, or throws. A parameter for tests. Default: koffi's `load`. */
  readonly load?: LoadLibrary;
  /** Whether a library multiplies as our own kernel does. Default: not checked. */
  readonly isRight?: (blas: NativeBlas) => boolean;
  /** How to choose the core type of an OpenBLAS. Default: the library's own choice. */
  readonly tuning?: Tuning;
}

/**
 * Loads a BLAS library through koffi.
 *
 * @throws BackendObstacle when koffi is not installed, no library is found, or the one found is of no use
 */
export function loadBlas(options: BlasOptions): LoadedBlas {
  const { library, platform, tuning } = options;
  const load = options.load ?? requireKoffi().load;
  // Whatever the user set is looked at before the library acts on it.
  const open: LoadLibrary = (name) => (tuning ? tuning.variable.during(undefined, () => load(name)) : load(name));
  if (library !== undefined) {
    const cure = "name another library as blas, or leave it out to have one looked for";
    try {
      return useLibrary(library, open(library), load, cure, options);
    } catch (error) {
      if (error instanceof BackendObstacle) throw error;
      const [reason] = String((error as Error).message).split("\n");
      throw new BackendObstacle(`cannot load the BLAS library ${library}: ${reason}`, cure);
    }
  }
  const names = blasLibraries(platform);
  for (const name of names) {
    const found = openQuietly(name, open);
    if (found !== undefined) return useLibrary(name, found, load, blasCure(platform), options);
  }
  throw new BackendObstacle(`found no BLAS library (tried ${names.join(", ")})`, blasCure(platform));
}

function openQuietly(name: string, open: LoadLibrary): SharedLibrary | undefined {
  try {
    return open(name);
  } catch {
    return undefined;
  }
}

/** Tries a loaded library out, and chooses its core type; when it is of no use, it is unloaded. */
function useLibrary(
  name: string,
  loaded: SharedLibrary,
  load: LoadLibrary,
  cure: string,
  options: BlasOptions,
): LoadedBlas {
  const { threads, tuning, isRight = () => true } = options;
  try {
    const first = openOrUnload(loaded, threads);
    const { dynamic } = first;
    if (tuning !== undefined && dynamic !== undefined) {
      const reload = (coreType: string | undefined) =>
        openOrUnload(
          tuning.variable.during(coreType, () => load(name)),
          threads,
        );
      return { library: name, ...tuneOpenBlas({ ...first, dynamic }, reload, tuning) };
    }
    if (isRight(first)) return { library: name, ...first };
    first.unload();
    throw new Error("multiplies wrongly");
  } catch (error) {
    const better = error instanceof CoreTypeError ? error.cure : undefined;
    throw new BackendObstacle(`loaded ${name}, which ${(error as Error).message}`, better ?? cure);
  }
}

function openOrUnload(library: SharedLibrary, threads: number | undefined): OpenedBlas {
  try {
    return openBlas(library, threads);
  } catch (error) {
    library.unload();
    throw error;
  }
}
