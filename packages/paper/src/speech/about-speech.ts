/** Explains `reproduce speech` to people who are about to run it. */
export const ABOUT_SPEECH: string = `
What it does:
  Makes up a language whose phones and states are known, trains ten acoustic models that differ only by their seed, averages
  them, and distils the mean into one net of the same size. Nets predict the state of a frame; a decoder turns states into
  words. Table 1 of the paper does this with 2,000 hours of speech. Nothing has to be downloaded.

Examples:
  $ dark-knowledge reproduce speech --smoke
        three nets and two distilled ones, in seconds
  $ dark-knowledge reproduce speech
        ten nets and five distilled ones, in a minute or two
  $ dark-knowledge reproduce speech --temperature 5 --mean geometric --out runs/softer
        another temperature, and the mean of logarithms`;
