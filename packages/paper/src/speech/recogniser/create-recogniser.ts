import { createMatrix, type Matrix } from "@dark-knowledge/core";
import type { CompiledModel } from "@dark-knowledge/runtime";
import { contextWindows, type DecoderOptions } from "@dark-knowledge/speech";
import { type FrontEnd, featuresOf, framesOf } from "../front-end.ts";
import { createWordFinder, type KnownLanguage } from "../internal/word-finder.ts";

/** The parts of a recogniser. */
export interface RecogniserParts extends KnownLanguage {
  readonly frontEnd: FrontEnd;
  readonly decoding: DecoderOptions;
  readonly net: CompiledModel;
}

/** An utterance as a recogniser hears it. */
interface Heard {
  /** The log mels or the cepstra of each frame. */
  readonly frames: Matrix<Float32Array>;
  /** Frames × states. */
  readonly logits: Matrix<Float32Array>;
  readonly words: readonly string[];
}

/** Finds the words of recordings. */
export interface Recogniser {
  /** Takes one channel at the sample rate of the front end; one that is shorter than a window has no frames and no words. */
  hear(samples: ArrayLike<number>): Heard;
  /** Takes an utterance of which there are frames only. */
  hearFrames(frames: Matrix<Float32Array>): Heard;
}

/** Joins front end, net and decoder. It runs in Node and in browsers. */
export function createRecogniser({ frontEnd, decoding, net, ...known }: RecogniserParts): Recogniser {
  const find = createWordFinder(known, decoding);
  const hearFrames = (frames: Matrix<Float32Array>): Heard => {
    const all = Array.from({ length: frames.rows }, (_, frame) => frame);
    const { past, future } = frontEnd;
    const windows = contextWindows([featuresOf(frames, frontEnd)], { past, future }).batch(all);
    const logits = createMatrix(frames.rows, known.lexicon.stateCount, net.predict(windows.data));
    return { frames, logits, words: find(logits) };
  };
  return { hear: (samples) => hearFrames(framesOf(samples, frontEnd)), hearFrames };
}
