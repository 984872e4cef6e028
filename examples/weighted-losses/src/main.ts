import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-layers"; // registers the gradients
import { LIST, trainWithTerms } from "./train-with-terms.ts";

const names = [...LIST.map(({ name }) => name), "total"];
console.log(["step", ...names].map((name) => name.padStart(13)).join(" "));
await trainWithTerms(300, 50, (step, terms) => {
  console.log(
    [String(step), ...names.map((name) => terms[name]!.toFixed(4))].map((cell) => cell.padStart(13)).join(" "),
  );
});
