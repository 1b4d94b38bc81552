import { Matches, ValidateBy, ValidateIf } from 'class-validator';
import { countCharacters } from './characters.ts';

/** Checks a field only where the client gave it a value. */
export const IfGiven = () => ValidateIf((_, value) => value !== undefined && value !== null);

const allOf =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };

/** A text of so many characters. */
export const HasCharacters = (
  { min = 0, max }: { min?: number; max: number },
  options: { message: string; each?: boolean },
): PropertyDecorator => {
  const validate = (value: unknown) => {
    const count = typeof value === 'string' ? countCharacters(value) : -1;
    return count >= min && count <= max;
  };
  return ValidateBy({ name: 'hasCharacters', validator: { validate } }, options);
};

/** A host name of RFC 1123: labels of letters, digits and inner hyphens, 63 characters each, 253 in all. */
export const IsHostname = () =>
  allOf(
    IfGiven(),
    Matches(
      /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/,
      {
        message: 'A host name is made of letters, digits, hyphens and dots, as web-1 or web-1.example.org.',
      },
    ),
  );

/** One word of printable ASCII, as AWS ids are. */
export const IsWord = (options: { each?: boolean } = {}) =>
  allOf(
    IfGiven(),
    Matches(/^[\x21-\x7e]{1,255}$/, { ...options, message: '$property is printable ASCII without blanks.' }),
  );

/** A name that users give: any printable text of up to 255 characters that a listing can show. */
export const IsName = () =>
  allOf(
    IfGiven(),
    HasCharacters({ max: longestName }, { message: nameTooLong }),
    Matches(namePattern, { message: nameRule }),
  );

export const longestName = 255;
const nameTooLong = `A name has at most ${longestName} characters.`;
const namePattern = /^(?=\S)[^\p{C}\p{Zl}\p{Zp}=/]+(?<=\S)$/u;
const nameRule =
  'A name has no "=", no "/", no control characters, no line breaks and no blanks at its ends.';

/** The problem of a name, as a sentence, for commands, which have no validators; undefined where there is none. */
export function problemOfName(name: string): string | undefined {
  if (countCharacters(name) > longestName) return nameTooLong;
  return namePattern.test(name) ? undefined : nameRule;
}

/** One line of any text: up to 255 characters, blanks among them, no control characters. */
export const IsLine = () =>
  allOf(
    IfGiven(),
    Matches(/^[^\p{C}\p{Zl}\p{Zp}]{1,255}$/u, {
      message: 'A name is one line of up to 255 characters without control characters.',
    }),
  );
