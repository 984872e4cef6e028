import type { NativeBlas } from "../products/multiply.ts";
import type { CVariable } from "./c-variable.ts";
import type { CoreTypeCache, CoreTypeFacts } from "./core-type-cache.ts";
import { missingFeatures, otherCoreTypes } from "./core-types.ts";
import { findCoreType, type Trial } from "./find-core-type.ts";
import type { OpenedBlas } from "./open-blas.ts";
import type { Processor } from "./processor.ts";

/** The machine, as far as it matters for choosing an OpenBLAS's core type. */
export interface Tuning {
  readonly processor: Processor;
  /** `OPENBLAS_CORETYPE`, which the library reads when it is loaded. */
  readonly variable: CVariable;
  readonly cache: CoreTypeCache;
  /** Whether a library multiplies as our own kernel does. */
  isRight(blas: NativeBlas): boolean;
  /** Its rate in GFLOP/s. */
  rateOf(blas: NativeBlas): number;
}

/** A library with the core type that was chosen, and what is worth saying about the choice, in a sentence. */
export interface TunedBlas extends OpenedBlas {
  readonly remark?: string;
}

type Dynamic = OpenedBlas & { readonly dynamic: NonNullable<OpenedBlas["dynamic"]> };

/** Raised with words that follow the library's name, and with what to do. */
export class CoreTypeError extends Error {
  readonly cure: string | undefined;

  constructor(message: string, cure?: string) {
    super(message);
    this.cure = cure;
  }
}

/**
 * Chooses the core type of an OpenBLAS: the user's own where there is one, else the fastest that is right, which is measured
 * once for a machine and a version of the library, where the library's own choice leaves anything to be wished.
 *
 * @param first the library as it was loaded without a core type in the environment; it is unloaded unless it is returned
 * @param load loads it with a core type, or without
 * @throws CoreTypeError when it is wrong with every core type, or the processor cannot run the user's; then nothing is loaded
 */
export function tuneOpenBlas(
  first: Dynamic,
  load: (coreType: string | undefined) => OpenedBlas,
  tuning: Tuning,
): TunedBlas {
  const { processor, variable, cache, isRight, rateOf } = tuning;
  let open: OpenedBlas | undefined = first;
  const reload = (coreType: string | undefined): Dynamic => {
    open?.unload();
    open = undefined;
    open = load(coreType);
    return open as Dynamic;
  };
  const tryOut = ({ dynamic: { coreType }, ...blas }: Dynamic): Trial => {
    const right = isRight(blas);
    return { coreType, isRight: right, rate: right ? rateOf(blas) : 0 };
  };
  const key = `OpenBLAS ${first.dynamic.version} on ${processor.id}`;
  // OpenBLAS takes an empty setting for its widest core type, whatever the processor.
  const wish = variable.read() || undefined;
  const takes = (coreType: string) => reload(coreType).dynamic.coreType === coreType;
  const examine = (): CoreTypeFacts => {
    let isEachTaken = true;
    const attempt = (coreType: string) => {
      if (takes(coreType)) return tryOut(open as Dynamic);
      isEachTaken = false;
      return undefined;
    };
    const own = tryOut(open === first ? first : reload(undefined));
    const facts = findCoreType(own, processor.features, attempt);
    if (facts === undefined) throw new CoreTypeError("multiplies wrongly");
    // Where another thread holds the library it takes none, and nothing was found out.
    if (isEachTaken || takes(own.coreType === "Prescott" ? "Nehalem" : "Prescott")) cache.remember(key, facts);
    return facts;
  };
  const use = (coreType: string | undefined): Dynamic =>
    open !== undefined && open.dynamic?.coreType === coreType ? (open as Dynamic) : reload(coreType);

  try {
    if (wish === undefined) {
      const isWidest = otherCoreTypes(first.dynamic.coreType, processor.features, "wider").length === 0;
      if (isWidest && isRight(first)) return first;
      let facts = cache.recall(key) ?? examine();
      let blas = use(facts.best);
      if (!isRight(blas)) {
        // What is written down was found out on another day, and may be of another build.
        facts = examine();
        blas = use(facts.best);
      }
      return { ...blas, remark: remarkOf(facts) };
    }
    const missing = missingFeatures(wish, processor.features);
    if (missing.length > 0) {
      throw new CoreTypeError(
        `would end this process with OPENBLAS_CORETYPE=${wish}, because the processor lacks ${missing.join(", ")}`,
        UNSET,
      );
    }
    let facts = cache.recall(key) ?? examine();
    const blas = reload(wish);
    const { coreType } = blas.dynamic;
    if (!isRight(blas)) throw new CoreTypeError(`multiplies wrongly with OPENBLAS_CORETYPE=${wish}`, UNSET);
    if (facts.rates[coreType] === undefined) {
      facts = { ...facts, rates: { ...facts.rates, [coreType]: rateOf(blas) } };
      cache.remember(key, facts);
    }
    return { ...blas, remark: remarkOnWish(wish, coreType, facts) };
  } catch (error) {
    // Loading itself may have failed.
    (open as OpenedBlas | undefined)?.unload();
    throw error;
  }
}

const UNSET = "unset OPENBLAS_CORETYPE";

function remarkOf({ own, best, rates }: CoreTypeFacts): string {
  if (best === own) return `OpenBLAS computes with its core type ${own}; wider ones gain nothing here`;
  const chosen = `OpenBLAS computes with its core type ${best}`;
  const taken = `${own}, which it takes this processor for`;
  const ownRate = rates[own];
  if (ownRate === undefined) return `${chosen}, because with ${taken}, it multiplies wrongly`;
  return `${chosen}, ${times(rates[best]! / ownRate)} as fast as ${taken}`;
}

function remarkOnWish(wish: string, coreType: string, { best, rates }: CoreTypeFacts): string {
  if (coreType.toLowerCase() !== wish.toLowerCase()) {
    return `OpenBLAS does not know OPENBLAS_CORETYPE=${wish}, and computes with its core type ${coreType}`;
  }
  const remark = `OpenBLAS computes with its core type ${coreType}, because OPENBLAS_CORETYPE says so`;
  const gain = rates[best]! / rates[coreType]!;
  return gain < 1.1 ? remark : `${remark}; unset it, and ${best} will be ${times(gain)} as fast`;
}

function times(factor: number): string {
  return `${factor.toFixed(1)} times`;
}
