import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { distilForest } from "../src/distil-forest.ts";
import { findPython } from "../src/find-python.ts";

const python = findPython();

test.skipIf(python === undefined)(
  "a student learns from a forest of scikit-learn, which sees rows of the table",
  async () => {
    const letters = fileURLToPath(new URL("../../tabular/data/letters.csv", import.meta.url));
    const { teacher, student } = await distilForest(letters, python!, 4);
    // A guess makes 577.
    expect(teacher).toBeLessThan(120);
    expect(student).toBeLessThan(300);
  },
  // Python loads its libraries first, which takes a while on a busy machine.
  120_000,
);
