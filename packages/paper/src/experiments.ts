import { compression } from "./compression/compression.ts";
import { distill } from "./distill/distill.ts";
import type { ExperimentFacts } from "./experiment.ts";
import { intents } from "./intents/intents.ts";
import { mnist } from "./mnist/mnist.ts";
import { regulariser } from "./regulariser/regulariser.ts";
import { specialists } from "./specialists/specialists.ts";
import { speech } from "./speech/speech.ts";

/** Every experiment, by its name. */
export const EXPERIMENTS: { readonly [name: string]: ExperimentFacts } = {
  distill,
  mnist,
  specialists,
  regulariser,
  intents,
  speech,
  compression,
};
