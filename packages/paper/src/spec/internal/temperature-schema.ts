import { z } from "zod";

/** Makes the schema of a temperature. */
export function createTemperatureSchema(): z.ZodNumber {
  return z.number().positive().min(1e-6).max(1e6);
}
