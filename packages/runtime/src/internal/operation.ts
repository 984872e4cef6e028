import type { Activation } from "./activations.ts";
import type { Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";
import type { Storage } from "./storage.ts";

/** The memory that a plan runs on, and the kernels. */
export interface Machine {
  readonly kernels: Kernels;
  /** The whole memory, read in two ways. */
  readonly floats: Float32Array;
  readonly integers: Int32Array;
  /** The examples that results of a fixed shape have room for. */
  readonly room: number;
  /** The largest magnitude among the inputs; NaN where one is not a number. */
  largestInput: number;
}

/** The largest number in an input for which results are bounded by {@link Value.bound}. */
export const LARGEST_INPUT: number = 2 ** 28;

/** Computes so many examples, or positions where their number is open. */
export type Step = (rows: number) => void;

/** One pass over a batch that fills the memory of its result. */
export interface Operation {
  readonly output: Storage;
  /** Other memory that it writes. */
  readonly others?: readonly Storage[];
  /** Whether it takes sequences as a whole: it is told how many examples there are, not how many positions. */
  readonly takesSequences?: boolean;
  /** The function that ends the operation; a later layer may give one to an operation without. */
  activation: Activation;
  /** Whether the operation itself computes a relu. */
  readonly fusesRelu?: boolean;
  /** The last axis of the result. */
  readonly columns: number;
  /** Multiplies the result's columns and adds to them, by changing weights. Left out where an operation has none, or none left to change. */
  readonly scale?: (factors: Float32Array, shifts: Float32Array) => void;
  /** Takes memory for weights; what it returns is called once there is memory. */
  prepare(arena: Arena): (machine: Machine) => Step;
}

/** The input or the result of a layer. */
export interface Value {
  /** Of one example, or of one position where their number is open. */
  readonly shape: readonly number[];
  readonly storage: Storage;
  /** For each position whether it counts (1) or is padding (0); left out where all count. */
  readonly mask?: Storage | undefined;
  /** The operation that gives it; undefined for inputs. */
  readonly from?: Operation;
  /** The number that none exceeds while inputs do not exceed {@link LARGEST_INPUT}, once the weights are final; left out: unknown. */
  readonly bound?: (() => number) | undefined;
  /** Whether a single layer takes it, so that the operation may do that layer's work as well. */
  readonly isSole: boolean;
}
