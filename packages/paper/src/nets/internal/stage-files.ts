/** The folder of a trained net in its stage's folder. */
export const MODEL_FOLDER = "model";
/** The folder of recorded answers to the training set in their stage's folder. */
export const ANSWERS_FOLDER = "answers";
/** The name of the logits of the test examples, `[examples, classes]`. */
export const TEST_LOGITS = "test-logits";
