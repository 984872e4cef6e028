import type { CoreTypeFacts } from "./core-type-cache.ts";
import { otherCoreTypes } from "./core-types.ts";

/** How a core type did. */
export interface Trial {
  /** The core type that the library took in the end. */
  readonly coreType: string;
  readonly isRight: boolean;
  /** Its rate in GFLOP/s; 0 where it is wrong. */
  readonly rate: number;
}

/** Below this gain the library keeps its own choice: rates of the same code differ as much. */
const WORTHWHILE = 1.1;

/**
 * The core type that a library should compute with on a processor.
 *
 * The library's own choice stands when its vectors are as wide as the processor's. Otherwise (the library is older than the
 * processor) the wider ones are tried, and the fastest that is right is taken, where it gains anything. Where the library's own
 * is wrong, the next narrower that is right.
 *
 * @param own how the library's own choice did
 * @param attempt loads the library with another core type; undefined when it takes another one than asked
 * @returns undefined when none is right
 */
export function findCoreType(
  own: Trial,
  features: ReadonlySet<string>,
  attempt: (coreType: string) => Trial | undefined,
): CoreTypeFacts | undefined {
  const rates: Record<string, number> = {};
  const note = (trial: Trial | undefined) => {
    if (trial?.isRight) rates[trial.coreType] = trial.rate;
    return trial?.isRight ?? false;
  };
  note(own);
  for (const coreType of otherCoreTypes(own.coreType, features, "wider")) note(attempt(coreType));
  if (Object.keys(rates).length === 0) {
    otherCoreTypes(own.coreType, features, "narrower").find((coreType) => note(attempt(coreType)));
  }
  const [fastest] = Object.entries(rates).sort(([, a], [, b]) => b - a);
  if (fastest === undefined) return undefined;
  const gain = fastest[1] / (rates[own.coreType] ?? 0);
  return { own: own.coreType, best: gain < WORTHWHILE ? own.coreType : fastest[0], rates };
}
