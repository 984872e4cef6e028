/** Explains `reproduce specialists` to people who are about to run it. */
export const ABOUT_SPECIALISTS: string = `
What it does:
  Trains a generalist, finds sets of classes that it confuses, trains a specialist for each set, and combines them without a
  gate. It is compared with the generalist trained as long as all of them, an ensemble and a mixture of experts of the same
  cost, naive averaging, and one net that is distilled from the combined answers. All choices are made on a validation set. The
  tables are those of section 5 of the paper.

Examples:
  $ dark-knowledge reproduce specialists --smoke
        generated examples in known clusters, in seconds
  $ dark-knowledge reproduce specialists --data-dir emnist-byclass-test
        handwritten characters in 62 classes, three seeds; the files are not downloaded`;
