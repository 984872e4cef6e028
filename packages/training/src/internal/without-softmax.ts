import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import type { Layer } from "./layers-of.ts";

/** Takes the softmax off a layer; the returned function puts it back. */
export function withoutSoftmax(layer: Layer): () => void {
  const own = layer as Layer & { activation?: unknown };
  const { activation } = own;
  if (activation === undefined || layer.getClassName() === "Activation") {
    layer.call = (inputs) => tf.clone([inputs].flat()[0]!);
    return () => {
      delete (layer as Partial<Layer>).call;
    };
  }
  own.activation = LINEAR();
  return () => {
    own.activation = activation;
  };
}

/** The identity as tfjs-layers has it. */
const LINEAR = () =>
  (layers.activation({ activation: "linear" }) as unknown as { readonly activation: unknown }).activation;
