import "@tensorflow/tfjs-backend-cpu";
import { createStudent } from "@dark-knowledge/training";
import { io } from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";

const find = (id) => document.getElementById(id);
const { text, description, weights, ...model } = JSON.parse(find("data").textContent);
const weightData = Uint8Array.from(atob(weights), (sign) => sign.charCodeAt(0)).buffer;
const student = createStudent(await loadLayersModel(io.fromMemory({ ...model, weightData })), description);
const names = description.classNames.map((name) => name.replaceAll("_", " "));
const percent = new Intl.NumberFormat("en", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
const MOST = 5;

/** Makes an element with a class, a text or children. */
function element(tag, className, ...content) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...content);
  return made;
}

let asked = 0;

/** Shows what the student makes of the text in the field. */
async function answer() {
  const turn = ++asked;
  const raw = find("field").value;
  const start = performance.now();
  const [found] = raw.trim() === "" ? [] : await student.predict([raw]);
  const milliseconds = performance.now() - start;
  // A slower answer to an older text comes too late.
  if (turn !== asked) return;
  const isSure = found !== undefined && found.prob >= text.least;
  find("answer").dataset.state = found === undefined ? "empty" : isSure ? "sure" : "unsure";
  find("verdict").textContent = found === undefined ? "" : isSure ? found.label.replaceAll("_", " ") : text.unknown;
  const order =
    found === undefined
      ? []
      : Array.from(found.probs.keys()).sort((one, other) => found.probs[other] - found.probs[one]);
  find("bars").replaceChildren(...order.slice(0, MOST).map((label) => barOf(names[label], found.probs[label])));
  find("detail").textContent =
    found === undefined
      ? ""
      : `The line is at ${percent.format(text.least)}: with less, the student is taken not to know. It took ${milliseconds.toFixed(1)} ms for ${names.length} probabilities.`;
  find("answer").dataset.answered = raw;
}

function barOf(name, prob) {
  const bar = element("span", "bar");
  bar.style.width = `${100 * prob}%`;
  const item = element(
    "li",
    "",
    element("span", "name", name),
    element("span", "track", bar),
    element("span", "prob", percent.format(prob)),
  );
  item.dataset.prob = String(prob);
  return item;
}

function exampleOf(example) {
  const button = element("button", "", example.length > 70 ? `${example.slice(0, 60).trim()} …` : example);
  button.type = "button";
  button.addEventListener("click", () => {
    find("field").value = example;
    answer();
  });
  return button;
}

find("title").textContent = text.title;
find("about").append(...text.about.map((paragraph) => element("p", "", paragraph)));
find("notes").append(...text.notes.map((paragraph) => element("p", "", paragraph)));
find("label").textContent = text.field;
find("field").rows = text.lines;
if (text.isCode) document.body.className = "code";
document.body.style.setProperty("--least", `${100 * text.least}%`);
for (const { title, texts } of text.examples) {
  find("examples").append(element("h2", "", title), element("p", "buttons", ...texts.map(exampleOf)));
}
find("field").addEventListener("input", answer);
find("field").value = text.examples[0].texts[0];
// The first answer takes longer than all others.
await student.predict([find("field").value]);
await answer();
