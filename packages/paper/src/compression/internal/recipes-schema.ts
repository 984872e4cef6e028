import { z } from "zod";
import { parseRecipe, RECIPE_METHODS, writeRecipe } from "./recipe.ts";

/** Makes the schema of a list of different recipes. */
export function createRecipesSchema(): z.ZodArray<z.ZodString> {
  const recipe = z
    .string()
    .refine(
      (text) => parseRecipe(text) !== undefined,
      `must be steps of ${RECIPE_METHODS.join(", ")}, as in prune:0.9,share:4`,
    );
  return z.array(recipe).refine((all) => new Set(all.map(keyOf)).size === all.length, "must be different recipes");
}

function keyOf(text: string): string {
  return writeRecipe(parseRecipe(text) ?? []);
}
