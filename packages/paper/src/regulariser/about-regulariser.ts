/** Explains `reproduce regulariser` to people who are about to run it. */
export const ABOUT_REGULARISER: string = `
What it does:
  Trains one net on all examples, and the same net on a small share of them: on their labels alone, with label smoothing, with
  dropout, with weight decay, on mixtures of two examples (mixup), on the soft targets of the net that saw all, and on its answers to
  mixtures. Every net takes about the same number of steps.
  Section 6 of the paper does this for speech with 3 % of the data.

Examples:
  $ dark-knowledge reproduce regulariser
        generated digits, 3 % of them, three seeds, in a minute or two
  $ dark-knowledge reproduce regulariser --dataset mnist --shares 0.01,0.03,0.1 --temperature 20
        three tables, on MNIST
  $ dark-knowledge reproduce regulariser --data letters.csv --label letter --shares 0.1
        a table of your own`;
