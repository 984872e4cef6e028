import { z } from "zod";
import {
  createRecordedFields,
  identifyRecorded,
  RECORDED_SETTINGS,
  type RecordedSettings,
} from "../recorded/recorded-settings.ts";

/** How recordings of digits become utterances of several digits, frames and labels. */
export interface DigitsSettings extends RecordedSettings {
  /** The first of the training recordings of each digit and speaker that are the validation set. */
  readonly validationRecordings: number;
  readonly joined: JoinedSpec;
}

/** How recordings of one speaker are joined. */
interface JoinedSpec {
  /** The fewest digits of an utterance, and the most. */
  readonly shortest: number;
  readonly longest: number;
  /** Pauses around digits, in seconds. */
  readonly pauses: { readonly shortest: number; readonly longest: number };
  /** How often each training recording is used, each time among others. Those for validation and test are used once. */
  readonly passes: number;
  readonly seed: number;
}

/** The defaults of {@link DigitsSettings}. */
export const DIGITS_SETTINGS: DigitsSettings = {
  ...RECORDED_SETTINGS,
  tables: ["ensemble", "speakers", "regularisers", "unlabelled", "sizes"],
  validationRecordings: 5,
  joined: { shortest: 3, longest: 7, pauses: { shortest: 0.05, longest: 0.25 }, passes: 1, seed: 1 },
  // Digits follow each other at random: there is nothing to learn about their order.
  ngrams: 1,
  decoding: { languageWeights: [1], insertionPenalties: [0, 5, 10, 20], beam: 100 },
};

/** Picks what determines frames, labels and the language model. */
export function identifyDigits({ validationRecordings, joined, ...settings }: DigitsSettings): object {
  return { validationRecordings, joined, ...identifyRecorded(settings) };
}

/** Makes the schema of {@link DigitsSettings}. */
export function createDigitsSchema(): z.ZodType<DigitsSettings> {
  const count = z.int().min(1).max(1000);
  const seconds = z.number().min(0).max(10);
  return z.strictObject({
    validationRecordings: count.meta({
      description: "training recordings of each digit by each speaker, from number 5 on, that are held out for choices",
    }),
    joined: z
      .strictObject({
        shortest: count.meta({
          description: "fewest digits of an utterance; the last one of a speaker may have fewer",
        }),
        longest: count.meta({ description: "most digits of an utterance" }),
        pauses: z
          .strictObject({
            shortest: seconds.meta({ description: "seconds of the shortest pause before, between and behind digits" }),
            longest: seconds.meta({ description: "seconds of the longest pause" }),
          })
          .superRefine(refuseDisorder),
        passes: count.meta({ description: "how often each training recording is used, each time among others" }),
        seed: z.int().min(0).meta({ description: "determines which recordings of a speaker follow each other" }),
      })
      .superRefine(refuseDisorder),
    ...createRecordedFields(),
  });
}

function refuseDisorder(
  { shortest, longest }: { readonly shortest: number; readonly longest: number },
  context: z.RefinementCtx,
): void {
  if (longest >= shortest) return;
  context.addIssue({
    ...{ code: "custom", path: ["longest"], message: `must be at least ${shortest} (shortest), got ${longest}` },
  });
}
