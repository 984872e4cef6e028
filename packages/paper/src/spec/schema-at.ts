import type { z } from "zod";
import { assertPath } from "./internal/assert-path.ts";

type Schema = z.core.$ZodType;

/**
 * Returns the schema of a field, without its optional and default wrappers; undefined where there is no such field.
 *
 * @throws ArgumentError when `schema` is no schema of zod, or `path` no list of names
 * @see {@link descriptionAt} for an example
 */
export function schemaAt(schema: Schema, path: readonly PropertyKey[]): Schema | undefined {
  assertPath("schemaAt", schema, path);
  let here: Schema | undefined = unwrap(schema);
  for (const key of path) {
    here = childOf(here, key);
    if (here === undefined) return undefined;
  }
  return here;
}

/** Returns the names of an object's fields, those of all its kinds where there are several. */
export function fieldsAt(schema: Schema, path: readonly PropertyKey[]): readonly string[] {
  const found = schemaAt(schema, path);
  const objects = found?._zod.def.type === "union" ? (found as z.core.$ZodUnion)._zod.def.options : [found];
  return [...new Set(objects.flatMap((one) => Object.keys(shapeOf(one as Schema) ?? {})))];
}

/**
 * Returns the description of a field: the first one on the way from the field's own schema to the schema it wraps.
 *
 * @throws ArgumentError when `schema` is no schema of zod, or `path` no list of names
 *
 * @example
 * ```ts
 * import { descriptionAt, distill } from "@dark-knowledge/paper";
 *
 * descriptionAt(distill.schema(), ["student", "epochs"]); // => "passes over its examples"
 * ```
 */
export function descriptionAt(schema: Schema, path: readonly PropertyKey[]): string | undefined {
  assertPath("descriptionAt", schema, path);
  const parent = schemaAt(schema, path.slice(0, -1));
  for (let here = childOf(parent, path.at(-1)!, false); here !== undefined; here = innerOf(here)) {
    const { description } = here as z.ZodType;
    if (description !== undefined) return description;
  }
  return undefined;
}

function childOf(schema: Schema | undefined, key: PropertyKey, isUnwrapped = true): Schema | undefined {
  if (schema === undefined) return undefined;
  const { def } = schema._zod;
  if (def.type === "union") {
    for (const option of (schema as z.core.$ZodUnion)._zod.def.options) {
      const child = childOf(unwrap(option), key, isUnwrapped);
      if (child !== undefined) return child;
    }
    return undefined;
  }
  const child = def.type === "array" ? (schema as z.core.$ZodArray)._zod.def.element : shapeOf(schema)?.[String(key)];
  return child === undefined || !isUnwrapped ? child : unwrap(child);
}

function shapeOf(schema: Schema | undefined): Readonly<Record<string, Schema>> | undefined {
  return schema?._zod.def.type === "object" ? (schema as z.core.$ZodObject)._zod.def.shape : undefined;
}

function unwrap(schema: Schema): Schema {
  const inner = innerOf(schema);
  return inner === undefined ? schema : unwrap(inner);
}

function innerOf(schema: Schema): Schema | undefined {
  const def = schema._zod.def as { readonly innerType?: Schema; readonly out?: Schema; readonly type: string };
  return def.type === "pipe" ? def.out : def.innerType;
}
