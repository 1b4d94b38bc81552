/**
 * The number of characters of a text: code points, as PostgreSQL counts them for a column. `length` counts those beyond
 * the basic plane twice, and validators of libraries leave out others.
 */
export const countCharacters = (text: string): number => Array.from(text).length;
