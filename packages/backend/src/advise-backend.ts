import { assertFields } from "@dark-knowledge/core";
import type { BackendChoice, BackendName } from "./backend-choice.ts";
import type { BackendExamination } from "./examine-backends.ts";

/** The backends that may be enabled, by how much they usually bring. tfjs-node multiplies as fast as wasm-blas, and is more work to install. */
const WORTH_ENABLING: readonly BackendName[] = ["tfjs-node-gpu", "wasm-blas", "wasm"];

/**
 * Finds the one thing that would help most to compute faster here: another setting of a library that is used, a backend that this
 * machine could have, or a faster library.
 *
 * @param examinations the results of `examineBackends`
 * @returns one sentence, worded as an instruction; undefined where the fastest that is known for this machine is there already
 *
 * @example
 * ```ts
 * import { adviseBackend } from "@dark-knowledge/backend";
 *
 * const obstacle = { name: "wasm-blas", reason: "found no BLAS library", cure: 'run "apt-get install libopenblas0"' } as const;
 * adviseBackend([{ name: "wasm-blas", obstacle }]);
 * // => 'enable wasm-blas: run "apt-get install libopenblas0"'
 * ```
 */
export function adviseBackend(examinations: readonly BackendExamination[]): string | undefined {
  assertFields("adviseBackend", { examinations }, { examinations: "objects" });
  const remarks = examinations.flatMap((found) => ("choice" in found ? found.choice.remarks : []));
  const slowSetting = remarks.find((remark) => remark.includes("; unset it"));
  if (slowSetting !== undefined) return slowSetting;
  const usable = examinations.filter((found) => "gflops" in found).map(({ name }) => name);
  // A native library multiplies already, or a GPU does.
  const hasFastOne = usable.some((name) => name !== "wasm" && name !== "cpu");
  for (const name of WORTH_ENABLING) {
    const found = examinations.find((other) => other.name === name);
    if (found === undefined || !("obstacle" in found)) continue;
    // No installation brings a card.
    const isPossible = name !== "tfjs-node-gpu" || !found.obstacle.reason.includes("no NVIDIA driver");
    if (isPossible && (name === "tfjs-node-gpu" || !hasFastOne)) return `enable ${name}: ${found.obstacle.cure}`;
  }
  const choices = examinations.flatMap((found) => ("choice" in found ? found.choice : []));
  const hasSlowerLibrary = ({ name, capabilities }: BackendChoice) =>
    name === "wasm-blas" && !String(capabilities.blas).startsWith("oneDNN");
  return choices.some(hasSlowerLibrary) ? ONE_DNN_ADVICE : undefined;
}

const ONE_DNN_ADVICE =
  'install oneDNN 2, above all for nets with convolutions: on Debian 12, run "apt-get install libdnnl2"';
