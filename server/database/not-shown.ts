/** Stands for a value that is there and is not shown. */
export const notShown = '(not shown)';
