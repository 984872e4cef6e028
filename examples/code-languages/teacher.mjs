// A teacher in a process of its own: the package has its own copy of TensorFlow.js, which would share what is registered in the other's process.
import detection from "@vscode/vscode-languagedetection";

const NAMED = 8;
const say = (head) => process.stdout.write(`${JSON.stringify(head)}\n`);
const model = new detection.ModelOperations({ minContentSize: 1 });
const classNames = (await model.runModel("x")).map(({ languageId }) => languageId).sort();
const places = new Map(classNames.map((name, place) => [name, place]));

async function answer(texts) {
  const [indices, probs] = [[], []];
  for (const text of texts) {
    const likeliest = (await model.runModel(text)).slice(0, NAMED);
    indices.push(likeliest.map(({ languageId }) => places.get(languageId)));
    probs.push(likeliest.map(({ confidence }) => confidence));
  }
  // What the others have together is the rest to 1.
  say({ topKProbs: { indices, probs } });
}

// A request is a line of JSON, and then arrays, which this teacher does not need.
let [input, skipped] = [Buffer.alloc(0), 0];
let working = Promise.resolve();
process.stdin.on("data", (chunk) => {
  input = Buffer.concat([input, chunk]);
  for (;;) {
    const dropped = Math.min(skipped, input.length);
    skipped -= dropped;
    input = input.subarray(dropped);
    const end = input.indexOf("\n");
    if (skipped > 0 || end < 0) return;
    const { raw, arrays } = JSON.parse(input.subarray(0, end));
    input = input.subarray(end + 1);
    skipped = arrays.reduce((sum, [, , shape]) => sum + 4 * shape.reduce((product, size) => product * size, 1), 0);
    working = working.then(() => answer(raw)).catch((error) => say({ error: String(error) }));
  }
});
say({ protocol: 1, classNames, fingerprint: "@vscode/vscode-languagedetection@1.0.23" });
