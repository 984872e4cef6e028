import "@tensorflow/tfjs-backend-cpu";
import { loadStudent } from "@dark-knowledge/training";
import { loadCompiledStudent } from "@dark-knowledge/training/compiled";

/** What a page does with a student of a web server, with TensorFlow.js or compiled: the names and probabilities of its answers to raw examples. */
async function askStudent(
  url: string,
  raws: readonly unknown[],
  isCompiled: boolean,
): Promise<readonly [string, readonly number[]][]> {
  const student = await (isCompiled ? loadCompiledStudent : loadStudent)(url);
  const answers = await student.predict(raws);
  return answers.map(({ label, probs }) => [label, Array.from(probs)]);
}

Object.assign(globalThis, { askStudent });
