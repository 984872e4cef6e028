import { z } from "zod";

/** Returns the JSON schema of a specification as users write it, as text. */
export function publishSchema(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), null, 2)}\n`;
}
