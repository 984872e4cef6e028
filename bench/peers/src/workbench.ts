import * as tf from "@tensorflow/tfjs-core";
import { readCaseData } from "./case-data.ts";
import { leakRun } from "./leak-run.ts";
import { ownProgram } from "./own-programs.ts";
import type { Program } from "./program.ts";
import type { CountAnswer, LeakAnswer, PreparedAnswer, Request, RunAnswer, Variant } from "./protocol.ts";
import { stockProgram } from "./stock-programs.ts";

const CHECKED_STEPS = 4;
const PROGRAMS = { own: ownProgram, stock: stockProgram } as const;

interface Prepared {
  readonly program: Program;
  /** How many steps make one sample: steps of microseconds are timed several at a time. */
  perSample: number;
}

/** Answers the parent's requests with tfjs, on whatever backend is set. */
export function createWorkbench(
  folder: string,
): (request: Request) => Promise<PreparedAnswer | RunAnswer | CountAnswer | LeakAnswer | Record<string, never>> {
  const prepared = new Map<string, Prepared>();
  const keyOf = ({ caseId, variant }: { caseId: string; variant: Variant }) => `${caseId} ${variant}`;
  tf.engine().startScope();

  return async (request) => {
    switch (request.do) {
      case "prepare": {
        const { case: one, numbers } = readCaseData(folder, request.caseId);
        const create = PROGRAMS[request.variant];
        const check = await firstResults(create(one, numbers, false));
        const program = create(one, readCaseData(folder, request.caseId).numbers, true);
        const started = performance.now();
        await read(program.step());
        const perStep = performance.now() - started;
        const perSample = one.kind === "step" ? 1 : Math.max(1, Math.min(50, Math.round(2 / perStep)));
        prepared.set(keyOf(request), { program, perSample });
        return { check };
      }
      case "run":
        return { samples: await timeSteps(prepared.get(keyOf(request))!, request.milliseconds, request.settle) };
      case "count": {
        const { program } = prepared.get(keyOf(request))!;
        const { kernels } = await tf.profile(() => program.step());
        return { kernels: kernels.filter(({ name }) => computes(name)).length };
      }
      case "clear":
        prepared.clear();
        tf.disposeVariables();
        tf.engine().endScope();
        tf.engine().startScope();
        return {};
      case "leak":
        return { memory: await leakRun(request.steps) };
    }
  };
}

async function firstResults(program: Program): Promise<number[]> {
  const results: number[] = [];
  for (let step = 0; step < CHECKED_STEPS; step++) results.push(await read(program.step()));
  if (program.check !== undefined) results.push(await read(program.check()));
  return results;
}

async function timeSteps({ program, perSample }: Prepared, milliseconds: number, settle: number): Promise<number[]> {
  for (let step = 0; step < settle; step++) await read(program.step());
  const samples: number[] = [];
  const began = performance.now();
  do {
    const started = performance.now();
    for (let step = 1; step < perSample; step++) program.step().dispose();
    await read(program.step());
    samples.push((performance.now() - started) / perSample);
  } while (performance.now() - began < milliseconds);
  return samples;
}

/** A profile also lists scopes, and kernels that only give the same memory another name, shape or (equal) type. */
function computes(name: string): boolean {
  return !["Identity", "Reshape", "Cast"].includes(name) && tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** A loss that is no number ends the run: whoever computes nonsense may be fast at it. */
async function read(result: tf.Tensor): Promise<number> {
  const [value] = await result.data();
  result.dispose();
  if (!Number.isFinite(value)) throw new Error(`a step gave ${value}`);
  return value!;
}
