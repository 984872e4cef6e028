import { matrixRow, resample, softmax } from "@dark-knowledge/core";
import { decodeWav } from "@dark-knowledge/datasets";
import { compileModel } from "@dark-knowledge/runtime";
import { statePlaces } from "../internal/state-places.ts";
import { createRecogniser } from "./create-recogniser.ts";
import { unpackNet, unpackRecogniser, unpackRecording } from "./recogniser-data.ts";

const find = (id) => document.getElementById(id);
const data = JSON.parse(find("data").textContent);
const known = unpackRecogniser(data.recogniser);
const recogniser = createRecogniser({ ...known, net: compileModel(unpackNet(data.net)) });
const recordings = data.recordings.map(unpackRecording);
const { sampleRate, hopSeconds = 0.01 } = known.frontEnd.logMels;

/** Pixels of a frame, of a row of the spectrogram, of a state, and between the parts of the picture. */
const [FRAME, BAND, STATE, GAP] = [6, 5, 5, 30];
/** The room for names at the left, for the last time at the right, and the least between them, which titles need. */
const [NAMES, MARGIN, LEAST] = [56, 30, 400];

/** The states of each phone, by their position: with tied states there are several. */
const places = statePlaces(known.lexicon);
const rows = known.lexicon.phones.flatMap((phone) =>
  Array.from({ length: known.lexicon.statesPerPhone }, (_, position) =>
    [...places.keys()].filter((state) => places[state].phone === phone && places[state].position === position),
  ),
);

let shown;
let audio;

/** Recognises an utterance and shows what was heard. */
function show(heard, { said, title }, milliseconds) {
  shown = heard;
  const { words, frames } = heard;
  find("words").textContent = frames.rows === 0 ? "too short" : words.length === 0 ? "no words" : words.join(" ");
  find("said").textContent = said === undefined ? "" : `Said: ${said.length === 0 ? "nothing" : said.join(" ")}`;
  const seconds = frames.rows * hopSeconds;
  find("status").textContent = `${title}: ${seconds.toFixed(2)} s, recognised in ${milliseconds.toFixed(0)} ms.`;
  draw();
  find("answer").dataset.words = words.join(" ");
  find("answer").dataset.answered = title;
}

function timed(hear, facts) {
  const begin = performance.now();
  const heard = hear();
  show(heard, facts, performance.now() - begin);
}

const showSamples = (samples, facts) => timed(() => recogniser.hear(samples), facts);

/** Draws the frames, the probability of each state below them, and the time. */
function draw() {
  if (shown === undefined) return;
  const { frames, logits } = shown;
  const width = NAMES + Math.max(frames.rows * FRAME, LEAST) + MARGIN;
  const picture = pictureOf(find("picture"), width, heightOf(frames));
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const [ink, muted, student, teacher, grid] = ["--ink", "--muted", "--student", "--teacher", "--grid"].map(colour);
  const text = (words, x, y, fill) => {
    picture.fillStyle = fill;
    picture.fillText(words, x, y);
  };
  drawFrames(picture, frames, teacher);
  text(
    known.frontEnd.coefficients === undefined ? "spectrogram, low frequencies below, each band by itself" : "cepstra",
    NAMES,
    12,
    ink,
  );
  const top = 18 + frames.columns * BAND + GAP;
  text("how probable the net finds each phone, by its beginning, middle and end", NAMES, top - 8, ink);
  const { phones, statesPerPhone } = known.lexicon;
  phones.forEach((phone, index) => {
    const y = top + index * statesPerPhone * STATE;
    picture.fillStyle = grid;
    picture.fillRect(NAMES, y, frames.rows * FRAME, 1);
    text(phone, 0, y + (statesPerPhone * STATE) / 2 + 4, muted);
  });
  picture.fillStyle = student;
  for (let frame = 0; frame < frames.rows; frame++) {
    const probs = softmax(matrixRow(logits, frame));
    rows.forEach((states, row) => {
      picture.globalAlpha = states.reduce((sum, state) => sum + probs[state], 0);
      if (picture.globalAlpha > 0.02) picture.fillRect(NAMES + frame * FRAME, top + row * STATE, FRAME, STATE);
    });
  }
  picture.globalAlpha = 1;
  const bottom = top + rows.length * STATE;
  for (let second = 0; second <= frames.rows * hopSeconds; second += 0.2) {
    text(`${second.toFixed(1)} s`, NAMES + (second / hopSeconds) * FRAME, bottom + 16, muted);
  }
  find("picture").setAttribute(
    "aria-label",
    `Spectrogram and probabilities of the phones of ${find("words").textContent}`,
  );
}

const heightOf = ({ columns }) => 18 + columns * BAND + GAP + rows.length * STATE + 22;

/** Makes a canvas as large as wanted, sharp on every screen. */
function pictureOf(canvas, width, height) {
  const scale = window.devicePixelRatio || 1;
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const picture = canvas.getContext("2d");
  picture.scale(scale, scale);
  picture.font = "11px system-ui, sans-serif";
  return picture;
}

/** Draws each column of frames darker where it is larger than it is elsewhere. */
function drawFrames(picture, { rows: count, columns, data: values }, fill) {
  picture.fillStyle = fill;
  for (let column = 0; column < columns; column++) {
    const own = Float32Array.from({ length: count }, (_, frame) => values[frame * columns + column]);
    const order = own.slice().sort();
    const [from, to] = [0.05, 0.98].map((share) => order[Math.floor(share * (count - 1))]);
    own.forEach((value, frame) => {
      picture.globalAlpha = Math.min(1, Math.max(0, (value - from) / (to - from || 1)));
      picture.fillRect(NAMES + frame * FRAME, 18 + (columns - 1 - column) * BAND, FRAME, BAND);
    });
  }
  picture.globalAlpha = 1;
}

/** Plays samples, with a line that shows the time. */
async function play(samples) {
  audio ??= new AudioContext();
  const buffer = audio.createBuffer(1, samples.length, sampleRate);
  buffer.copyToChannel(samples, 0);
  const source = audio.createBufferSource();
  source.buffer = buffer;
  source.connect(audio.destination);
  source.start();
  const width = (samples.length / sampleRate / hopSeconds) * FRAME;
  const ends = [`translateX(${NAMES}px)`, `translateX(${NAMES + width}px)`];
  find("now").animate(
    ends.map((transform) => ({ transform, opacity: 1 })),
    { duration: (1000 * samples.length) / sampleRate },
  );
}

/** Decodes a file: WAV here, as in Node, and what else there is by the browser. */
async function samplesOf(bytes) {
  const isWav = String.fromCharCode(...bytes.subarray(0, 4)) === "RIFF";
  if (isWav) {
    const { sampleRate: from, channels } = decodeWav(bytes);
    const mono = channels[0].map((_, at) => channels.reduce((sum, one) => sum + one[at], 0) / channels.length);
    return from === sampleRate ? mono : resample(mono, { from, to: sampleRate });
  }
  const decoded = await new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(bytes.slice().buffer);
  return decoded.getChannelData(0);
}

async function open(bytes, title) {
  try {
    const samples = await samplesOf(bytes);
    showSamples(samples, { title });
  } catch (error) {
    find("status").textContent = `${title} cannot be read: ${error.message.replace(/^\w+: /, "")}`;
    find("answer").dataset.answered = title;
  }
}

let recorder;

/** Records until the button is pressed again. */
async function record() {
  if (recorder !== undefined) {
    recorder.stop();
    return;
  }
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const parts = [];
    recorder = new MediaRecorder(stream);
    recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    recorder.addEventListener("stop", async () => {
      for (const track of stream.getTracks()) track.stop();
      recorder = undefined;
      find("record").textContent = "Record";
      await open(new Uint8Array(await new Blob(parts).arrayBuffer()), "your voice");
    });
    recorder.start();
    find("record").textContent = "Stop";
    find("status").textContent = "Speak now.";
  } catch (error) {
    find("status").textContent = `No microphone: ${error.message}`;
  }
}

recordings.forEach(({ words, samples, frames }, index) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words.join(" ");
  const facts = { said: words, title: `recording ${index + 1}` };
  button.addEventListener("click", () => {
    if (samples === undefined) timed(() => recogniser.hearFrames(frames), facts);
    else {
      showSamples(samples, facts);
      play(samples);
    }
  });
  find("recordings").append(button);
  if (index === 0) {
    if (samples === undefined) timed(() => recogniser.hearFrames(frames), facts);
    else showSamples(samples, facts);
  }
});
find("file").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (file) await open(new Uint8Array(await file.arrayBuffer()), file.name);
});
find("record").addEventListener("click", record);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
