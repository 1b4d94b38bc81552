export const shortestPassword = 8;
export const longestPassword = 1024;
export const passwordRule = `A password has ${shortestPassword} to ${longestPassword} characters.`;

/** As wide as its column. */
export const longestUsername = 150;
export const usernamePattern = /^[\p{L}\p{N}][\p{L}\p{N}@.+_-]{0,149}$/u;
export const usernameRule =
  'A user name has 1 to 150 letters, digits and @ . + - _, and begins with a letter or digit.';
