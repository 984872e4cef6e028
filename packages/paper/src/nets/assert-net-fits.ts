import { type Dataset, inputShape } from "@dark-knowledge/datasets";
import { SpecError } from "../spec/spec-error.ts";
import type { NetSpec } from "./net-spec.ts";

/**
 * Throws a SpecError when a net of this kind cannot take the examples of a dataset: only images can be convolved or
 * shifted, and only texts have embeddings.
 *
 * @param path the path of the net in its specification
 */
export function assertNetFits(path: string, net: NetSpec, dataset: Dataset): void {
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
