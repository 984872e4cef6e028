import { z } from "zod";
import {
  createRecordedFields,
  identifyRecorded,
  RECORDED_SETTINGS,
  type RecordedSettings,
} from "../recorded/recorded-settings.ts";

/** How AN4 becomes frames, labels and words. */
export interface An4Settings extends RecordedSettings {
  /** The last of the training speakers, in a random order, that are the validation set. */
  readonly validationSpeakers: number;
}

/** The defaults of {@link An4Settings}. */
export const AN4_SETTINGS: An4Settings = { validationSpeakers: 8, ...RECORDED_SETTINGS };

/** Picks what determines frames, labels and the language model. */
export function identifyAn4({ validationSpeakers, ...settings }: An4Settings): object {
  return { validationSpeakers, ...identifyRecorded(settings) };
}

/** Makes the schema of {@link An4Settings}. */
export function createAn4Schema(): z.ZodType<An4Settings> {
  return z.strictObject({
    validationSpeakers: z.int().min(1).max(100_000).meta({
      description: "training speakers that are held out for choices",
    }),
    ...createRecordedFields(),
  });
}
