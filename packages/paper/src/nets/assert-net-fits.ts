import { type Dataset, inputShape } from "@dark-knowledge/datasets";
import { SpecError } from "../spec/spec-error.ts";
import { sequenceOf } from "./internal/sequence-of.ts";
import { isRecurrent, type NetSpec } from "./net-spec.ts";

/**
 * Throws a SpecError when a net of this kind cannot take the examples of a dataset: only images can be convolved or
 * shifted, only texts have embeddings, and only sequences are read by recurrent nets.
 *
 * @param path the path of the net in its specification
 */
export function assertNetFits(path: string, net: NetSpec, dataset: Dataset): void {
  if (sequenceOf(dataset) !== undefined || isRecurrent(net)) {
    assertRecurrent(path, net, dataset);
    return;
  }
  if ("storage" in dataset && net.centred) {
    throw new SpecError(`${path}.centred`, "must be left out for examples that are left in files", "true");
  }
  const shape = inputShape(dataset);
  const isText = Object.values(dataset.columns).every(({ transforms }) =>
    transforms.some(({ kind }) => kind === "counts"),
  );
  if (net.kind === "embedding" && !isText) {
    const expected = `must be an mlp${shape.length === 3 ? " or a cnn" : ""} for examples that are no texts`;
    throw new SpecError(path, expected, "an embedding");
  }
  if (shape.length === 3) return;
  const examples = `for examples of shape [${shape.join(", ")}], which are no images`;
  if (net.kind === "cnn") throw new SpecError(path, `must be an mlp ${examples}`, "a cnn");
  if (net.jitter > 0) throw new SpecError(`${path}.jitter`, `must be 0 ${examples}`, String(net.jitter));
}

/** Sequences are for recurrent nets, and nothing else is. */
function assertRecurrent(path: string, net: NetSpec, dataset: Dataset): void {
  if (sequenceOf(dataset) === undefined) {
    const others = `must be an mlp${inputShape(dataset).length === 3 ? " or a cnn" : ""} for examples that are no sequences`;
    throw new SpecError(path, others, `${net.kind === "lstm" ? "an" : "a"} ${net.kind}`);
  }
  const examples = "for examples that are sequences";
  if (!isRecurrent(net) && net.kind !== "file") {
    const received = `${net.kind === "cnn" ? "a" : "an"} ${net.kind}`;
    throw new SpecError(path, `must be gru, lstm or a model.json ${examples}`, received);
  }
  if (net.jitter > 0) throw new SpecError(`${path}.jitter`, `must be 0 ${examples}`, String(net.jitter));
  if (net.centred) throw new SpecError(`${path}.centred`, `must be left out ${examples}`, "true");
}
