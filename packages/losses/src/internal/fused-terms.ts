import { clone, engine, getBackend, getKernel, type Tensor, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { teacherLogitsGradient, teacherProbsGradient } from "./soft-term.ts";
import { withGradient } from "./with-gradient.ts";

/** Inputs of a distillation head: one of `teacherLogits` and `teacherProbs`, and labels or none. */
interface HeadInputs {
  readonly studentLogits: Tensor2D;
  readonly teacherLogits?: Tensor2D | undefined;
  readonly teacherProbs?: Tensor2D | undefined;
  readonly labels?: Tensor1D | undefined;
}

/** The temperature and the weights of the two terms. */
interface HeadAttributes {
  readonly temperature: number;
  readonly softWeight: number;
  readonly hardWeight: number;
}

/** The terms of a distillation loss, `[batch]` each. */
type Terms = Readonly<Record<"total" | "soft" | "hard", Tensor1D>>;

/**
 * All terms and the gradient of `total` in one pass, where the backend has a kernel for it (`@dark-knowledge/backend` adds
 * one to wasm); nothing where it has not.
 */
export function fusedTerms(functionName: string, inputs: HeadInputs, attributes: HeadAttributes): Terms | undefined {
  if (getKernel("DistillationHead", getBackend()) === undefined) return undefined;
  const { studentLogits, teacherLogits, teacherProbs, labels } = inputs;
  const { temperature, softWeight } = attributes;
  const [total, soft, hard, slope] = runHead(inputs, attributes);
  const teacher = (weight: number): Tensor =>
    teacherLogits === undefined
      ? teacherProbsGradient(functionName, studentLogits, teacherProbs!, temperature, weight)
      : teacherLogitsGradient(functionName, studentLogits, teacherLogits, temperature, weight);
  // A term by itself is reported, and hardly ever differentiated; if it is, the head runs again for it alone.
  const alone = (value: Tensor1D, targets: Omit<HeadInputs, "studentLogits">, deferred: readonly Tensor[]) => {
    const names = Object.keys(targets);
    const gradient = (upstream: Tensor, saved: readonly Tensor[], student: Tensor) => {
      const given = { studentLogits: student, ...Object.fromEntries(names.map((name, index) => [name, saved[index]])) };
      const [, , , own] = runHead(given as HeadInputs, { temperature, softWeight: 1, hardWeight: 1 });
      return scaleEachRow(own, upstream);
    };
    const saved = Object.values<Tensor>({ ...targets } as never);
    return withGradient(functionName, studentLogits, { value: () => clone(value), saved, gradient }, deferred);
  };
  return {
    total: withGradient(
      functionName,
      studentLogits,
      { value: () => clone(total), saved: [slope], gradient: (upstream, [saved]) => scaleEachRow(saved!, upstream) },
      softWeight === 0 ? [] : [teacher(softWeight)],
    ),
    soft: alone(soft, teacherLogits === undefined ? { teacherProbs } : { teacherLogits }, [teacher(1)]),
    hard: labels === undefined ? hard : alone(hard, { labels }, []),
  };
}

function runHead(inputs: HeadInputs, attributes: HeadAttributes): [Tensor1D, Tensor1D, Tensor1D, Tensor2D] {
  const given = Object.fromEntries(Object.entries({ ...inputs }).filter(([, tensor]) => tensor !== undefined));
  return engine().runKernel("DistillationHead", given as never, { ...attributes }) as never;
}

function scaleEachRow(x: Tensor, factors: Tensor): Tensor {
  return engine().runKernel("ScaleEachRow", { x, factors }) as Tensor;
}
