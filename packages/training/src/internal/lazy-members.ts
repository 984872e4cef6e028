import { ArgumentError } from "@dark-knowledge/core";
import { createEnsembleAccumulator } from "@dark-knowledge/ensemble";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Classifier } from "../classifier.ts";
import { fingerprintWeights } from "../fingerprint-weights.ts";
import type { LazyEnsemble } from "../lazy-ensemble.ts";
import { asciiBytes, sha256Hex } from "./sha256.ts";
import type { Task } from "./task.ts";

/** Recognised by its list: a classifier is a function, or a model with layers. */
export function isLazyEnsemble(teacher: unknown): teacher is LazyEnsemble {
  return typeof teacher === "object" && Array.isArray((teacher as Partial<LazyEnsemble> | null)?.members);
}

/** Throws unless members of an ensemble can be averaged in a task: their softmaxes are, one for each example. */
export function assertCanBeMembers(functionName: string, argument: string, { kind }: Task): void {
  if (kind === "classes") return;
  const expected = 'must be a model or a function for targets that are not of kind "classes"';
  throw new ArgumentError({ functionName, argument, expected, received: "a lazy ensemble", code: "state" });
}

/**
 * The ensemble's logits for some rows, `[rows, classes]`: each member answers all of them and makes room for the next.
 *
 * @param answer the logits of one member, which reports how many rows it has done
 * @param onProgress called with the number of rows that would be done by now, were all members one
 */
export async function answerByMembers(
  ensemble: LazyEnsemble,
  rows: number,
  classes: number,
  answer: (member: Classifier, index: number, onProgress: (done: number) => void) => Promise<ArrayLike<number>>,
  onProgress: (done: number) => void = () => {},
): Promise<Float32Array> {
  const count = ensemble.members.length;
  const accumulator = createEnsembleAccumulator({ ...ensemble, members: count, rows, classes });
  for (const [index, load] of ensemble.members.entries()) {
    const report = (done: number) => onProgress(Math.floor((index * rows + done) / count));
    await withMember(load, async (member) => accumulator.add(await answer(member, index, report)));
  }
  return accumulator.logits();
}

/** A hash of everything that the ensemble's logits depend on: its members' weights, and how they are averaged. */
export async function fingerprintEnsemble(ensemble: LazyEnsemble): Promise<string> {
  const { members, mean, order, temperature, weights } = ensemble;
  // For its checks: what is wrong with the options is said before the first member is loaded.
  createEnsembleAccumulator({ ...ensemble, members: members.length, rows: 0, classes: 1 });
  const fingerprints: string[] = [];
  for (const load of members) {
    await withMember(load, async (member) => {
      fingerprints.push(await fingerprintWeights(member.weights.map((weight) => weight.read())));
    });
  }
  // Equal weights are what leaving them out stands for.
  const isPlain = weights === undefined || weights.every((weight) => weight === weights[0]);
  return sha256Hex(asciiBytes(JSON.stringify([fingerprints, mean, order, temperature, isPlain ? null : weights])));
}

async function withMember(
  load: () => Promise<LayersModel>,
  use: (member: LayersModel) => Promise<void>,
): Promise<void> {
  const member = await load();
  try {
    await use(member);
  } finally {
    member.dispose();
  }
}
