import { assertOptions, type OptionNames } from "@dark-knowledge/core";
import type { BackendChoice, BackendName, PassedOverBackend } from "./backend-choice.ts";
import { assertClock } from "./internal/assert-clock.ts";
import { BACKEND_NAMES } from "./internal/loaders/backend-loaders.ts";
import { measureMatMul } from "./measure-mat-mul.ts";
import { selectBackend } from "./select-backend.ts";

/** Options of {@link examineBackends}. */
export interface ExamineBackendsOptions {
  /** A clock in milliseconds, such as `() => performance.now()`. */
  readonly now: () => number;
}

const OPTIONS: OptionNames<ExamineBackendsOptions> = { now: true };

/** The result of {@link examineBackends} for one backend: its rate, or why it cannot be used. */
export type BackendExamination =
  | {
      readonly name: BackendName;
      readonly choice: BackendChoice;
      /** The size of the two square matrices that were multiplied. */
      readonly size: number;
      /** `2·size³` operations over the median time, in 10⁹ per second. */
      readonly gflops: number;
    }
  | { readonly name: BackendName; readonly obstacle: PassedOverBackend };

/** Large enough to show a backend's rate, and over before anybody waits; plain JavaScript needs 50 times as long. */
const SIZE = 1024;
const CPU_SIZE = 256;

/**
 * Tries every backend in the order of preference, and measures the rate of those that can be used.
 *
 * One result comes at a time, so that progress can be shown. No backend ends it with an error: whatever is wrong with one is
 * its obstacle. Afterwards tfjs computes on the last one that started; call `selectBackend` to choose.
 *
 * @throws ArgumentError when `now` is no clock or an option is unknown
 *
 * @example
 * ```ts
 * import { examineBackends } from "@dark-knowledge/backend";
 *
 * const [names, usable]: [string[], string[]] = [[], []];
 * for await (const found of examineBackends({ now: () => performance.now() })) {
 *   names.push(found.name);
 *   if ("gflops" in found) usable.push(found.name);
 * }
 * names; // => ["tfjs-node-gpu", "tfjs-node", "webgpu", "wasm-blas", "wasm", "cpu"]
 * usable.at(-1); // => "cpu"
 * ```
 */
export async function* examineBackends(options: ExamineBackendsOptions): AsyncGenerator<BackendExamination, void> {
  assertOptions("examineBackends", options, OPTIONS);
  assertClock("examineBackends", options.now);
  for (const name of BACKEND_NAMES) yield await examine(name, options.now);
}

async function examine(name: BackendName, now: () => number): Promise<BackendExamination> {
  try {
    // Not alone, so that it is passed over where it would be in every choice, as a software GPU is.
    const choice = await selectBackend({ prefer: name === "cpu" ? [name] : [name, "cpu"] });
    const obstacle = choice.passedOver.find((other) => other.name === name);
    if (obstacle !== undefined) return { name, obstacle };
    const size = choice.engine === "cpu" ? CPU_SIZE : SIZE;
    const { gflops } = await measureMatMul({ now, size });
    return { name, choice, size, gflops };
  } catch (error) {
    const { message, passedOver } = error as Error & { readonly passedOver?: readonly PassedOverBackend[] };
    const obstacle = passedOver?.find((other) => other.name === name);
    const [line] = String(message).split("\n");
    return { name, obstacle: obstacle ?? { name, reason: `failed: ${line}`, cure: "report this line" } };
  }
}
