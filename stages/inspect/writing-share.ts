/** Marks this dark, as a share of the light of the paper, are writing although no ink was found: it is blurred. */
export const WRITING_SHARE = 0.12;
