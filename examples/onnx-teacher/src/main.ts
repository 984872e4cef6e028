import { generatedDigits } from "@dark-knowledge/datasets";
import "@tensorflow/tfjs-backend-cpu";
import { distilOnnx } from "./distil-onnx.ts";

const { teacher, student } = await distilOnnx(generatedDigits({ trainSize: 800, testSize: 200, seed: 1 }));
console.log(`errors of 200: ${teacher} of the ONNX teacher, ${student} of the student`);
