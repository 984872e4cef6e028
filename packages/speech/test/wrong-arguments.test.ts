import { testWrongArguments } from "@dark-knowledge/testing/node";
import * as speech from "../src/index.ts";
import { someFeatures } from "./some-features.ts";

const sound = { sampleRate: 8000, filters: 8, windowSeconds: 0.025, hopSeconds: 0.01, preEmphasis: 0.97 };
const logMelOptions = { ...sound, lowestFrequency: 20, highestFrequency: 4000, smallestEnergy: 1e-10 };
const features = { rows: 2, columns: 2, data: Float32Array.of(1, 2, 3, 4) };
const statistics = { means: Float64Array.of(0, 0), deviations: Float64Array.of(1, 1) };
const windows = speech.contextWindows([features]);
const errorsOf = (...words: string[]) => speech.corpusWordErrors([["A", "B"], ["C"]], [words, ["C"]]);
const dictionary = new Map([["NO", [["N", "OW"]]]]);
const lexicon = speech.createLexicon(dictionary, { statesPerPhone: 1 });
const graph = speech.transcriptGraph(["NO"], lexicon);
const scores = { rows: 3, columns: 3, data: new Float32Array(9) };
const model = speech.flatStart([features], { states: 3 });
const language = { order: 1, entries: new Map([["NO", { logProb: -1, backOffLogProb: 0 }]]) };
const decoder = { languageWeight: 1, insertionPenalty: 0, silenceProb: 0.5, pauseProb: 0.1, beam: 10, hypotheses: 2 };
const stayProbs = [0.5, 0.5, 0.5];
const phones = [
  { phone: "N", word: 0, start: 0, end: 1 },
  { phone: "OW", word: 0, start: 1, end: 3 },
];
const alignment = { score: 0, states: Int32Array.of(0, 1, 1), phones };
const tying = { minOccupancy: 1, minGain: 0, maxStates: 4, questions: [["N"], ["OW"]], varianceFloor: 0.1 };

testWrongArguments(speech, {
  baumWelch: [speech.baumWelch, [model, [{ features: someFeatures(3, 2, 1), graph }]]],
  contextWindows: [speech.contextWindows, [[features, features], { past: 2, future: 1 }]],
  cloneStates: [speech.cloneStates, [model, lexicon]],
  "ContextWindows.window": [windows.window, [1]],
  "ContextWindows.batch": [windows.batch, [[1, 0]]],
  corpusWordErrors: [
    speech.corpusWordErrors,
    [
      [["A", "B"], ["C"]],
      [["A"], ["C"]],
    ],
  ],
  createContextStream: [speech.createContextStream, [{ past: 2, future: 1 }]],
  createDeltaStream: [speech.createDeltaStream, [{ order: 2, span: 2 }]],
  "FeatureStream.push": [speech.createContextStream().push, [features]],
  createDecoder: [speech.createDecoder, [lexicon, language, { ...decoder, stayProbs }]],
  "Decoder.decode": [speech.createDecoder(lexicon, language).decode, [scores]],
  createLexicon: [speech.createLexicon, [dictionary, { silence: "SIL", statesPerPhone: 3 }]],
  createLogMelStream: [speech.createLogMelStream, [logMelOptions]],
  "LogMelStream.push": [speech.createLogMelStream(sound).push, [[0, 0.5]]],
  estimateNgrams: [speech.estimateNgrams, [[["NO"], ["NO", "NO"]], { order: 2, words: ["NO", "YES"] }]],
  featureStatistics: [speech.featureStatistics, [[features, someFeatures(3, 2, 1)]]],
  flatStart: [speech.flatStart, [[features], { states: 3, stayProb: 0.5, varianceFloor: 0.1 }]],
  forcedAlignment: [speech.forcedAlignment, [scores, graph, { stayProbs }]],
  forwardBackward: [speech.forwardBackward, [scores, graph, { stayProbs }]],
  hybridScores: [speech.hybridScores, [{ rows: 1, columns: 2, data: Float32Array.of(-1, -1) }, [0.5, 0.5]]],
  logMelSource: [speech.logMelSource, [{ sampleRate: 8000 }]],
  logMel: [speech.logMel, [[0, 0.5], logMelOptions]],
  matchedPairs: [speech.matchedPairs, [errorsOf("A"), errorsOf("A", "B")]],
  mfcc: [speech.mfcc, [features, { coefficients: 2 }]],
  mixtureLogLikelihoods: [speech.mixtureLogLikelihoods, [model, features]],
  ngramLogProb: [speech.ngramLogProb, [language, ["NO"], "NO"]],
  normaliseFeatures: [speech.normaliseFeatures, [features, { statistics, variance: true }]],
  pairedBootstrap: [speech.pairedBootstrap, [errorsOf("A"), errorsOf("B"), { seed: 1, samples: 9, level: 0.9 }]],
  readArpa: [speech.readArpa, ["\\data\\", { source: "a" }]],
  readPronunciations: [speech.readPronunciations, ["A AH", { source: "a" }]],
  readTranscripts: [speech.readTranscripts, ["A (1)", { source: "a" }]],
  readSphinxFeatures: [speech.readSphinxFeatures, [Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 0), { columns: 1, source: "a" }]],
  relabelAlignment: [speech.relabelAlignment, [alignment, lexicon, lexicon]],
  stateNames: [speech.stateNames, [lexicon]],
  statePriors: [speech.statePriors, [[[0, 1], [1]], 2]],
  splitMixtures: [speech.splitMixtures, [model, { distance: 0.2 }]],
  tieStates: [speech.tieStates, [lexicon, [{ features: someFeatures(3, 2, 1), alignment }], tying]],
  tiedState: [speech.tiedState, [lexicon, { phone: "N", left: "OW", right: "N", position: 0 }]],
  transcriptGraph: [speech.transcriptGraph, [["NO"], lexicon, { silenceProb: 0.5, pauseProb: 0.2 }]],
  withDeltas: [speech.withDeltas, [features, { order: 2, span: 2 }]],
  wordErrors: [
    speech.wordErrors,
    [
      ["A", "B"],
      ["B", "C"],
    ],
  ],
});
