import { z } from "zod";

/** The JSON schema of a specification as somebody writes it, as text. */
export function publishSchema(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), null, 2)}\n`;
}
