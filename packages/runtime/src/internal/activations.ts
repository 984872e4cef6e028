import type { Kernels } from "./kernels.ts";

/** The numbers of activations in `backend/assembly/recurrent.ts`; a softmax has a kernel of its own. */
export const ACTIVATION_NUMBERS = { linear: 0, relu: 1, tanh: 2, sigmoid: 3, hardSigmoid: 4, softmax: 5 } as const;

/** The activations that are known. */
export type Activation = keyof typeof ACTIVATION_NUMBERS;

/** The activation of a setting of a layer, `undefined` where it is unknown; none is linear. */
export function activationOf(name: unknown): Activation | undefined {
  if (name === undefined || name === null) return "linear";
  const camelCase = String(name).replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.hasOwn(ACTIVATION_NUMBERS, camelCase) ? (camelCase as Activation) : undefined;
}

/** Activates so many floats, in place; `columns` are the classes of a softmax. */
export function activate(kernels: Kernels, activation: Activation, y: number, count: number, columns: number): void {
  if (activation === "softmax") kernels.softmaxRows(y, count / columns, columns);
  else if (activation !== "linear") kernels.activateAll(y, count, ACTIVATION_NUMBERS[activation]);
}
