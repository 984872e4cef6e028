import type { Tensor } from "@tensorflow/tfjs-core";
import type { ColumnName } from "./columns.ts";
import type { Dense } from "./dense.ts";

/** What came of one check. `missing`: the backend has no such kernel; `failed`: the operation threw something else. */
export type Mark = "right" | "wrong" | "missing" | "failed";

/** A fault that is known. The tests hold it to be there still, so that this list cannot outlive the faults. */
export interface Deviation {
  readonly on: readonly ColumnName[];
  /** The checks that are not right: `value`, or `∂` and the name of an input. */
  readonly checks: readonly string[];
  readonly mark: Exclude<Mark, "right">;
  /** Whether it depends on the numbers too, so that a check may come out right. False when left out. */
  readonly isChance?: boolean;
  /** What is wrong, in one sentence. */
  readonly reason: string;
}

// biome-ignore lint/suspicious/noExplicitAny: each operation wants tensors of a rank of its own
type AnyTensor = Tensor<any> & any;

type TensorsOf<Name extends string> = { readonly [K in Name]: AnyTensor };
type ArraysOf<Name extends string> = { readonly [K in Name]: Dense };

/** One operation on one set of inputs: how tfjs computes it, and how float64 arithmetic does. */
export interface ConformanceCase<Name extends string = string> {
  readonly family: string;
  readonly operation: string;
  /** What sets this case apart from the operation's other cases; empty when it is the only one. */
  readonly variant: string;
  /** Which of the cases under one title this is. They share a row of the table; one case has a row of its own. */
  readonly instance?: string;
  readonly inputs: ArraysOf<Name>;
  /** Float inputs with respect to which nothing is differentiated: all, or those named. None when left out. */
  readonly constants?: "all" | readonly NoInfer<Name>[];
  readonly compute: (tensors: TensorsOf<Name>) => Tensor | Tensor[];
  readonly oracle: (arrays: ArraysOf<Name>) => Dense | Dense[];
  /**
   * The gradient in closed form, where differences would not do: at a kink, or for large inputs.
   * `outgoing` is the gradient with respect to each output.
   */
  readonly gradients?: (arrays: ArraysOf<Name>, ...outgoing: Dense[]) => Partial<ArraysOf<Name>>;
  /** The relative error that is allowed; see `judge`. */
  readonly tolerance?: number;
  readonly deviations?: readonly Deviation[];
}

/** Everything about a case but its family. */
export type CaseOf<Name extends string> = Omit<ConformanceCase<Name>, "family">;

/** A function that adds cases to a family's list. The names of the inputs are inferred from each case. */
export function family(name: string): {
  readonly cases: ConformanceCase[];
  readonly add: <Name extends string>(one: CaseOf<Name>) => void;
} {
  const cases: ConformanceCase[] = [];
  return {
    cases,
    add: (one) => {
      cases.push({ family: name, ...one } as unknown as ConformanceCase);
    },
  };
}

/** The title of a case's row: `matMul: aᵀ·b`. */
export function titleOf({ operation, variant }: ConformanceCase): string {
  return variant ? `${operation}: ${variant}` : operation;
}

/** The title and, where several cases share it, which of them this is. */
export function nameOf(one: ConformanceCase): string {
  return one.instance ? `${titleOf(one)}: ${one.instance}` : titleOf(one);
}

/** The inputs that a case is differentiated by, by name. */
export function differentiatedInputs({ inputs, constants = [] }: ConformanceCase): string[] {
  if (constants === "all") return [];
  return Object.keys(inputs).filter((name) => inputs[name]!.dtype === "float32" && !constants.includes(name));
}
