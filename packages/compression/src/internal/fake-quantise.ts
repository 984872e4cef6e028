import { assertFields } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";

/** How numbers are quantised: `step · (code − zero)`, with codes from 0 to 255. */
export interface ActivationGrid {
  readonly step: number;
  /** The code of 0. */
  readonly zero: number;
}

/**
 * A layer that quantises what goes through it, `y = s · (clip(round(x / s) + z, 0, 255) − z)`, as {@link quantiseActivations} puts it before others. It computes
 * with float32, and what an 8-bit runtime computes.
 *
 * The gradient passes straight through where a number is not clipped. In a process of its own, a saved model with such layers is read after
 * `tf.serialization.registerClass(FakeQuantise)`.
 *
 * @see {@link quantiseActivations}
 * @see Jacob et al. (2018), *Quantization and Training of Neural Networks*, section 3
 */
export class FakeQuantise extends layers.Layer {
  static readonly className: string = "FakeQuantise";
  readonly #grid: ActivationGrid;

  constructor(config: ActivationGrid & { readonly name?: string }) {
    assertFields("FakeQuantise", config, { step: "number", zero: "number" }, { argument: "config", prefix: "config." });
    super(config as object);
    this.#grid = { step: config.step, zero: config.zero };
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return fakeQuantise(Array.isArray(inputs) ? inputs[0]! : inputs, this.#grid);
  }

  override computeOutputShape(shape: (number | null)[]): (number | null)[] {
    return shape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#grid };
  }
}

/** The nearest numbers on a grid, a new tensor; with the gradient of the identity between its ends. */
function fakeQuantise(x: tf.Tensor, { step, zero }: ActivationGrid): tf.Tensor {
  const codes = (of: tf.Tensor) => tf.add(tf.round(tf.div(of, step)), zero);
  const custom = tf.customGrad((input, save) => {
    (save as tf.GradSaveFunc)([input as tf.Tensor]);
    return {
      value: tf.mul(tf.sub(tf.clipByValue(codes(input as tf.Tensor), 0, 255), zero), step),
      gradFunc: (dy, saved) => {
        const code = codes((saved as tf.Tensor[])[0]!);
        const isInside = tf.logicalAnd(tf.greaterEqual(code, 0), tf.lessEqual(code, 255));
        return tf.where(isInside, dy as tf.Tensor, tf.zerosLike(dy as tf.Tensor));
      },
    };
  });
  return tf.tidy(() => custom(x));
}
