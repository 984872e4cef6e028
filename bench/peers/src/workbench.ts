import * as tf from "@tensorflow/tfjs-core";
import { readCaseData } from "./case-data.ts";
import { hasStore, type TensorCase } from "./cases.ts";
import { createEpochTask } from "./epoch-task.ts";
import { jaxProgram } from "./jax-programs.ts";
import { leakRun } from "./leak-run.ts";
import { ownProgram } from "./own-programs.ts";
import type { Program, Result } from "./program.ts";
import type { CountAnswer, LeakAnswer, PreparedAnswer, Request, RunAnswer, Variant } from "./protocol.ts";
import { runsInJax } from "./runs-in-jax.ts";
import { stockProgram } from "./stock-programs.ts";
import { createStoreTask, type Task } from "./store-task.ts";

const CHECKED_STEPS = 4;
const PROGRAMS = { own: ownProgram, stock: stockProgram, jax: jaxStep } as const;

interface Prepared {
  readonly check: readonly number[];
  /** Does some steps and tells the milliseconds of one: steps of microseconds are timed several at a time. */
  sample(): Promise<number>;
  /** Missing where there is no such thing as its kernels. */
  readonly program?: Program;
  close?(): Promise<void>;
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
        const ready = await prepare(folder, request.caseId, request.variant);
        prepared.set(keyOf(request), ready);
        return { check: ready.check };
      }
      case "run":
        return { samples: await timeSteps(prepared.get(keyOf(request))!, request.milliseconds, request.settle) };
      case "count": {
        const { program } = prepared.get(keyOf(request))!;
        const { kernels } = await tf.profile(() => program!.step() as tf.Tensor);
        return { kernels: kernels.filter(({ name }) => computes(name)).length };
      }
      case "clear":
        for (const { close } of prepared.values()) await close?.();
        prepared.clear();
        tf.disposeVariables();
        tf.engine().endScope();
        tf.engine().startScope();
        return {};
      case "leak":
        return { memory: await leakRun(request.steps) };
      case "memory":
        throw new Error("this peer has loaded too much for its memory to say anything");
    }
  };
}

async function prepare(folder: string, caseId: string, variant: Variant): Promise<Prepared> {
  const { case: one, numbers } = readCaseData(folder, caseId);
  if (!hasStore(one)) return prepareProgram(one, PROGRAMS[variant as keyof typeof PROGRAMS], folder);
  const task =
    one.kind === "store"
      ? await createStoreTask(folder, one, numbers, variant)
      : await createEpochTask(folder, one, numbers, variant);
  return prepareTask(task);
}

function jaxStep(...[one, numbers, withDropout]: Parameters<typeof ownProgram>): Program {
  if (one.kind !== "step" || !runsInJax(one)) throw new Error("jax-js has no such layers");
  return jaxProgram(one, numbers, withDropout);
}

async function prepareProgram(one: TensorCase, create: typeof ownProgram, folder: string): Promise<Prepared> {
  const fresh = () => readCaseData(folder, one.id).numbers;
  const check = await firstResults(create(one, fresh(), false));
  const program = create(one, fresh(), true);
  const perStep = await millisecondsOf(() => read(program.step()));
  const perSample = one.kind === "step" ? 1 : stepsPerSample(perStep);
  const sample = async () => {
    const milliseconds = await millisecondsOf(async () => {
      for (let step = 1; step < perSample; step++) program.step().dispose();
      await read(program.step());
    });
    return milliseconds / perSample;
  };
  return { check, sample, program };
}

async function prepareTask({ check, step, close }: Task): Promise<Prepared> {
  const perSample = stepsPerSample(await millisecondsOf(step));
  const sample = async () => {
    const milliseconds = await millisecondsOf(async () => {
      for (let done = 0; done < perSample; done++) await step();
    });
    return milliseconds / perSample;
  };
  return { check, sample, close };
}

function stepsPerSample(perStep: number): number {
  return Math.max(1, Math.min(50, Math.round(2 / perStep)));
}

async function millisecondsOf(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

async function firstResults(program: Program): Promise<number[]> {
  const results: number[] = [];
  for (let step = 0; step < CHECKED_STEPS; step++) results.push(await read(program.step()));
  if (program.check !== undefined) results.push(await read(program.check()));
  return results;
}

async function timeSteps({ sample }: Prepared, milliseconds: number, settle: number): Promise<number[]> {
  for (let done = 0; done < settle; done++) await sample();
  const samples: number[] = [];
  const began = performance.now();
  do {
    samples.push(await sample());
  } while (performance.now() - began < milliseconds);
  return samples;
}

/** A profile also lists scopes, and kernels that only give the same memory another name, shape or (equal) type. */
function computes(name: string): boolean {
  return !["Identity", "Reshape", "Cast"].includes(name) && tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** A loss that is no number ends the run: whoever computes nonsense may be fast at it. */
async function read(result: Result): Promise<number> {
  const value = (await result.data())[0];
  result.dispose();
  if (value === undefined || !Number.isFinite(value)) throw new Error(`a step gave ${value}`);
  return value;
}
