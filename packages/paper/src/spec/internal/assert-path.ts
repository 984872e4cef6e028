import { assertFields } from "@dark-knowledge/core";
import type { z } from "zod";

/** Throws unless a schema of zod and the path of a field are given. */
export function assertPath(functionName: string, schema: z.core.$ZodType, path: readonly PropertyKey[]): void {
  assertFields(functionName, { schema, path }, { schema: "object", path: "list" });
  assertFields(functionName, schema, { _zod: "object" }, { prefix: "schema." });
  for (const [index, key] of path.entries()) {
    if (typeof key !== "number")
      assertFields(functionName, { [`path[${index}]`]: key }, { [`path[${index}]`]: "text" });
  }
}
