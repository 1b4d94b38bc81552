/** Replaces a secret value that is set but must not be shown. */
export const notShown = '(not shown)';
