/** What the parent asks of a peer, one JSON object a line. A peer answers each before it reads the next. */
export type Request =
  /** Reads the data of a case, runs the first steps for comparison, and gets ready to be timed. */
  | { readonly do: "prepare"; readonly caseId: string; readonly variant: Variant }
  /** Runs steps for so long, the untimed ones first, and at least one timed one. */
  | {
      readonly do: "run";
      readonly caseId: string;
      readonly variant: Variant;
      readonly milliseconds: number;
      readonly settle: number;
    }
  /** Counts the kernels of one step. */
  | { readonly do: "count"; readonly caseId: string; readonly variant: Variant }
  /** Frees everything that was prepared. */
  | { readonly do: "clear" }
  | { readonly do: "leak"; readonly steps: number }
  /** Reads random batches of a store. */
  | { readonly do: "memory"; readonly directory: string; readonly cacheBytes: number; readonly batches: number };

/**
 * Which of the programs for a case. Of whole steps and parts of them: this project's functions, or tfjs's (or PyTorch's) own. With
 * soft targets: where they come from.
 */
export type Variant =
  | "own"
  | "stock"
  | "jax"
  | "kept"
  | "placed"
  | "mapped"
  | "joined"
  | "memory"
  | "teacher"
  | "labels";

export interface PreparedAnswer {
  /**
   * The losses of the first four steps and, where it is no whole step, a sum over what they made; sums over the first four
   * batches of a store. Empty where there is nothing to compare.
   */
  readonly check: readonly number[];
}

export interface RunAnswer {
  /** Milliseconds per step. */
  readonly samples: readonly number[];
}

export interface CountAnswer {
  readonly kernels: number;
}

/** What is alive at one point of a leak run. */
export interface MemorySample {
  readonly step: number;
  readonly tensors: number;
  readonly wasmHeapBytes: number;
  readonly residentBytes: number;
}

/** The resident size of a process that reads a store, after so many batches. */
export interface ResidentSample {
  readonly batches: number;
  readonly residentBytes: number;
}

export interface ResidentAnswer {
  readonly memory: readonly ResidentSample[];
}

export interface LeakAnswer {
  readonly memory: readonly MemorySample[];
}

/** The first line of a peer: what it runs on, or why it cannot. */
export type Greeting =
  | { readonly versions: Readonly<Record<string, string | number | boolean>> }
  | { readonly unavailable: string };

/** What any answer may be instead. */
export interface Failure {
  readonly error: string;
}

/** Marks the lines that belong to the protocol: libraries print, too. */
export const LINE_MARK = "@peer ";
