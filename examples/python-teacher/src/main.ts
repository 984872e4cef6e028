import { fileURLToPath } from "node:url";
import "@tensorflow/tfjs-backend-cpu";
import { distilForest } from "./distil-forest.ts";
import { findPython } from "./find-python.ts";

const python = findPython();
if (python === undefined) console.log("skipped: no Python with scikit-learn; pip install scikit-learn, or set PYTHON");
else {
  const letters = fileURLToPath(new URL("../../tabular/data/letters.csv", import.meta.url));
  const { teacher, student } = await distilForest(letters, python, 20);
  console.log(`errors of 600: ${teacher} of the forest, ${student} of the student`);
}
