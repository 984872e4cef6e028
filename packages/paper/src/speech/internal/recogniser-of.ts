import { joinBytes } from "@dark-knowledge/core";
import { formatCount } from "@dark-knowledge/report";
import type { ExperimentOutcome } from "../../experiment.ts";
import { bundleProgram } from "../../internal/bundle-program.ts";
import { describeNet } from "../../nets/describe-net.ts";
import type { NetResult } from "../../nets/net-result.ts";
import { decodingOf } from "../recognise-words.ts";
import { packRecogniser, packRecording } from "../recogniser/recogniser-data.ts";
import { recogniserPage } from "../recogniser/recogniser-page.ts";
import type { SpeechData } from "../speech-data.ts";
import { isRecorded, type SpeechSpec } from "../speech-spec.ts";
import { beamOf, DECODING } from "../speech-stages.ts";
import { priorsOf } from "./decode-utterances.ts";
import { readNet } from "./read-net.ts";

/** Below the sources, which are beside what is built of them. */
const PROGRAM = new URL("../../../src/speech/recogniser/page.js", import.meta.url);

/** Makes the page in which the first distilled net recognises words; none where it was not trained, cannot be compiled, or no esbuild is installed. */
export async function recogniserOf({
  spec,
  data,
  outcomes,
  directoryOf,
}: ExperimentOutcome<SpeechSpec>): Promise<Readonly<{ [name: string]: string }>> {
  const stage = `distilled-${spec.seeds[0]}`;
  const stored = outcomes.has(stage) ? await readNet(directoryOf(stage)) : undefined;
  const program = stored && (await bundleProgram(PROGRAM));
  if (program === undefined) return {};
  stored!.net.dispose();
  const spoken = data as SpeechData;
  const { lexicon, recordings } = spoken;
  const { modelTopology, weightSpecs, weightData } = stored!.artifacts;
  const weights = Buffer.from(joinBytes([weightData!].flat())).toString("base64");
  const { parameters } = outcomes.get(stage)!.result as NetResult;
  const decoding = { beam: beamOf(spec), ...decodingOf(outcomes.get(DECODING)?.result) };
  const page = recogniserPage({
    ...textOf(spec),
    facts: [
      ["net", describeNet(spec.net, data.test)],
      ["parameters", formatCount(parameters)],
      ["states", formatCount(lexicon.stateCount)],
      ["words it knows", formatCount(lexicon.words.length)],
    ],
    recogniser: packRecogniser({ ...spoken, priors: priorsOf(spoken), decoding }),
    net: { modelTopology: modelTopology!, weightSpecs: weightSpecs!, weights },
    recordings: recordings.map(packRecording),
    program,
  });
  return { "recogniser.html": page };
}

function textOf(spec: SpeechSpec) {
  const teachers = `${spec.members.length} acoustic models`;
  const runs = "Front end, net and decoder run in this page; nothing is sent anywhere.";
  if (!isRecorded(spec)) {
    return {
      title: `One net that learned from ${teachers}`,
      lede: `Play an utterance of a made-up language, and see what the net hears in it. ${runs}`,
      notes: [
        "The language has 20 words of 12 phones. It is spoken by a synthesiser; real speech is none of its words.",
        "The utterances are of the test set: no net has learned from them.",
      ],
    };
  }
  if (spec.digits) {
    return {
      title: `Spoken digits: one net that learned from ${teachers}`,
      lede: `Say some digits in English, one after another: into a microphone, or in a recording. ${runs}`,
      notes: [
        "The utterances that can be chosen are of the test set. They are joined from recordings of single digits of one speaker, with pauses.",
        "Six men were recorded at 8,000 samples a second, to which other recordings are resampled. Nets have learned from other recordings of the same men; other voices are recognised worse.",
      ],
    };
  }
  return {
    title: `AN4: one net that learned from ${teachers}`,
    lede: `Spell, count, or say a date: into a microphone, or in a recording. ${runs}`,
    notes: [
      "The utterances that can be chosen are of the test set. The database has them as cepstra, without their sound.",
      "Sound becomes cepstra by the settings of CMU Sphinx, with which those of AN4 were made; they are normalised by the recording itself, and not by all that its speaker said. How many words that costs is not measured.",
    ],
  };
}
