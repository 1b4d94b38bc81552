import { Extensions } from 'type-graphql';

/** The maximum size of an argument or a field of an input. */
export interface SizeLimits {
  /** The elements of a list. */
  items?: number;
  /** The characters, lines and words of a text. */
  characters?: number;
  lines?: number;
  words?: number;
  /** Set if a text is not stored as it is: it becomes bytes, or is read line by line. */
  holds?: 'bytes' | 'lines';
}

/**
 * The limits where none are declared, so that every list and every text of the schema has one. The validators of a
 * field may allow less: they report all problems of an input at once, but run after these limits.
 */
export const defaultSizeLimits = { items: 500, characters: 4096 };

/** Declares other limits. They are checked before the operation begins; the message quotes the limit. */
export const AtMost = (limits: SizeLimits) => Extensions({ limits });

/** Declares a text that becomes bytes as it is, U+0000 included: its resolver limits their number. */
export const IsContent = () => AtMost({ characters: Number.POSITIVE_INFINITY, holds: 'bytes' });
