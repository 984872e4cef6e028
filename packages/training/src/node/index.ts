export { loadModel } from "./load-model.ts";
export { type SaveModelOptions, saveModel } from "./save-model.ts";
