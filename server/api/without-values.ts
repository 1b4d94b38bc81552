/** What GraphQL itself says of a value that it cannot read, with what to say instead. */
const quoting: [RegExp, string][] = [
  [/^(Variable "\$\w+") got invalid value [\s\S]* (at "[\w.[\]]+"); /, '$1 got an invalid value $2; '],
  [/^(Variable "\$\w+") got invalid value [\s\S]*; /, '$1 got an invalid value; '],
  [/^(Expected value of type "[^"]+"), found [\s\S]*$/, '$1.'],
  [/(cannot represent an? [\w -]+ value|cannot represent [\w -]+ value): [\s\S]*$/, '$1.'],
  [/^(Syntax Error: [\s\S]*?(?:Block)?String) "[\s\S]*"\.$/, '$1.'],
];

/** A message of GraphQL's own without the value that it quotes: whoever logs the message must not log a secret. */
export const withoutValues = (message: string): string =>
  quoting.reduce((text, [pattern, instead]) => text.replace(pattern, instead), message);
