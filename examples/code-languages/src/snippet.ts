/** A few lines of a source file. */
export interface Snippet {
  /** Training and test have no project in common. */
  readonly part: "train" | "test";
  readonly project: string;
  /** By the name of the file. Nothing learns from it. */
  readonly language: string;
  readonly text: string;
}
