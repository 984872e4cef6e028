import { type NamedPlan, type OneDnn, OneDnnError } from "./one-dnn.ts";
import type { Handle } from "./one-dnn-functions.ts";

/**
 * Takes the first plan and gives the others back; of convolutions of few channels the second, because products of blocks waste most of
 * their lanes on them.
 *
 * @throws OneDnnError when the first is a reference
 */
export function takePlan(library: OneDnn, plans: readonly NamedPlan[]): Handle {
  const [first, second = first] = plans;
  const isSecondFaster = first!.name.startsWith("brgconv:") && second!.name.startsWith("jit:avx512_core");
  const { plan, name } = (isSecondFaster ? second : first)!;
  // A reference is there for tests of the library, and far slower than our own kernels.
  const isOfUse = !name.startsWith("ref");
  for (const one of plans) if (one.plan !== plan || !isOfUse) library.destroyPlan(one.plan);
  if (!isOfUse) throw new OneDnnError(`oneDNN has nothing but ${name}`);
  return plan;
}
