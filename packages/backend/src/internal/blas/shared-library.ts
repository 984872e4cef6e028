import { nodeModule } from "../node-module.ts";

/** A shared library: the part of koffi's that is used here. */
export interface SharedLibrary {
  /** The function with this prototype in C; throws when the library has none of its name. */
  func(prototype: string): unknown;
  unload(): void;
}

/** Loads a library by its name or path, or throws. */
export type LoadLibrary = (name: string) => SharedLibrary;

/** Not an import: bundlers for a browser would follow it into Node's own modules. */
export function requireKoffi(): typeof import("koffi") {
  return nodeModule("node:module").createRequire(import.meta.url)("koffi");
}

/** A function of the library, or nothing where it has none of that name. */
export function findFunction<Func>(library: SharedLibrary, prototype: string): Func | undefined {
  try {
    return library.func(prototype) as unknown as Func;
  } catch {
    return undefined;
  }
}
