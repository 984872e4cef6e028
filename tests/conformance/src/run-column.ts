import * as tf from "@tensorflow/tfjs-core";
import type { ConformanceCase } from "./conformance-case.ts";
import { judge, type Verdicts } from "./judge.ts";
import { type Outcomes, runCase } from "./run-case.ts";

/**
 * Computes every case on the cpu backend and then on another one.
 *
 * @param start makes the backend the one that tfjs computes on
 * @param restart see `runCase`
 * @returns the verdicts on each case, in the order of the cases
 */
export async function runColumn(
  cases: readonly ConformanceCase[],
  start: () => Promise<void>,
  restart?: () => Promise<void>,
): Promise<Verdicts[]> {
  await tf.setBackend("cpu");
  const onCpu: Outcomes[] = [];
  for (const one of cases) onCpu.push(await runCase(one));
  await start();
  const verdicts: Verdicts[] = [];
  for (const [index, one] of cases.entries()) verdicts.push(judge(one, await runCase(one, restart), onCpu[index]!));
  return verdicts;
}
