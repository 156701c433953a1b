/** Letters that run from right to left: Hebrew, Arabic, and what is written like them. */
const OTHER_WAY = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * A name as it is put into a sentence or a list of facts: one that runs the other way than the interface keeps to itself,
 * and takes no figures and signs beside it along. (Both languages of the interface run from left to right.)
 */
export const isolate = (name: string): string => (OTHER_WAY.test(name) ? `\u2068${name}\u2069` : name);
