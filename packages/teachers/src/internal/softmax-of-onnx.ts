import type { OnnxGraph } from "./read-onnx-graph.ts";

/** Operations that leave a row of probabilities one. */
const SHAPES_ONLY = new Set(["Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Dropout"]);
/** Operations of scikit-learn's and other converters whose results are probabilities. */
const GIVE_PROBS = new Set(["TreeEnsembleClassifier", "LinearClassifier", "SVMClassifier"]);

/** The kinds of output. */
export type OnnxOutputKind =
  | { readonly kind: "logits" }
  | { readonly kind: "probs" }
  /** `logits` names the value that goes into it. */
  | { readonly kind: "softmax" | "sigmoid"; readonly logits: string };

/** Finds what makes an output: the last node that does more than to change its shape. */
export function kindOfOnnxOutput({ nodes }: OnnxGraph, output: string): OnnxOutputKind {
  let name: string | undefined = output;
  for (let steps = 0; name !== undefined && steps <= nodes.length; steps++) {
    const node = nodes.find(({ outputs }) => outputs.includes(name!));
    if (node === undefined) break;
    if (node.type === "Softmax") return { kind: "softmax", logits: node.inputs[0]! };
    if (node.type === "Sigmoid") return { kind: "sigmoid", logits: node.inputs[0]! };
    if (GIVE_PROBS.has(node.type)) return { kind: "probs" };
    if (!SHAPES_ONLY.has(node.type)) break;
    name = node.inputs[0];
  }
  return { kind: "logits" };
}
