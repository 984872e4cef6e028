/** The number of every text that a vocabulary lacks; 0 is padding. */
export const UNKNOWN = 1;

/** The number of the first text of a vocabulary. */
export const FIRST_KNOWN = 2;
