/** Explains `reproduce speech` to people who are about to run it. */
export const ABOUT_SPEECH: string = `
What it does:
  Trains ten acoustic models that differ only by their seed, averages them, and distils the mean into one net of the same size.
  Nets predict the state of a frame; a decoder turns states into words. Table 1 of the paper does this with 2,000 hours of
  speech. By default the language is made up and spoken by a synthesiser, its phones and states are known, and nothing has to
  be downloaded. recogniser.html beside the report is a page in which the distilled net recognises recordings.

  With --data it does the same on the CMU AN4 database (50 minutes of speech, 948 and 130 utterances in its official split), as
  it is distributed for Sphinx with .mfc features: a directory with etc/ and feat/, or an archive of it. The states of the
  frames come from a forced alignment that starts from nothing but the transcripts and the dictionary.

  With --digits, --data is WAV files of single digits, such as the Free Spoken Digit Dataset (3,000 recordings of six speakers). Those
  of one speaker are joined to utterances of three to seven digits; their frames get their states as those of AN4 do.

Examples:
  $ dark-knowledge reproduce speech --smoke
        three nets and two distilled ones, in seconds
  $ dark-knowledge reproduce speech
        ten nets and five distilled ones, in a minute or two
  $ dark-knowledge reproduce speech --temperature 5 --mean geometric --out runs/softer
        another temperature, and the mean of logarithms
  $ dark-knowledge reproduce speech --data an4-mfcc.tar.gz --out runs/an4
        AN4, in an hour or more; the same command resumes
  $ dark-knowledge reproduce speech --digits --data fsdd-recordings.tar.gz --out runs/digits
        spoken digits, in as long`;
