import { OneDnnError } from "./one-dnn.ts";

/** Compiled operations that are kept: a net has three for each layer and size of batch. */
const KEPT = 256;

/** Finds what has been compiled under a key, or compiles it; `undefined` for what the library cannot compute. */
export type KeepCompiled<Compiled> = (key: string, compile: () => Compiled) => Compiled | undefined;

/** Keeps compiled operations by what decides how they are compiled; beyond a number, the longest unused is destroyed. */
export function keepCompiled<Compiled extends { destroy(): void }>(): KeepCompiled<Compiled> {
  // From the longest unused to the last used.
  const known = new Map<string, Compiled | undefined>();
  return (key, compile) => {
    const compiled = known.has(key) ? known.get(key) : compileOrNot(compile);
    known.delete(key);
    known.set(key, compiled);
    if (known.size > KEPT) {
      const [oldest] = known.keys();
      known.get(oldest!)?.destroy();
      known.delete(oldest!);
    }
    return compiled;
  };
}

/** Returns the result of `compile`; `undefined` where the library cannot compute it. */
export function compileOrNot<Compiled>(compile: () => Compiled): Compiled | undefined {
  try {
    return compile();
  } catch (error) {
    if (error instanceof OneDnnError) return undefined;
    throw error;
  }
}
