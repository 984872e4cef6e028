/** Explains `reproduce mnist` to people who are about to run it. */
export const ABOUT_MNIST: string = `
What it does:
  Trains teachers on jittered images, and students on labels and on the teachers' soft targets: section 3 of the paper, the
  temperature sweep, transfer sets without 3s and of 7s and 8s only, and experiments beyond the paper.

Tables (--only):
  section-3, temperature, without-3s, only-7s-and-8s, transfer-size, teachers, patient, losses, controls

Examples:
  $ dark-knowledge reproduce mnist --smoke
        all of it on generated digits, in a minute
  $ dark-knowledge reproduce mnist --data-dir mnist --only section-3,temperature
        two of the tables, on MNIST
  $ dark-knowledge reproduce mnist --data-dir mnist --hold-out 10000 --out runs/choice
        measures on a part of the training set, for choices`;
