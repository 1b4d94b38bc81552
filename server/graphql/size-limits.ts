import { Extensions } from 'type-graphql';

/** The most that an argument or a field of an input may hold. */
export interface SizeLimits {
  /** Of a list. */
  items?: number;
  /** Of a text, and how many lines or words they may make. */
  characters?: number;
  lines?: number;
  words?: number;
  /** That a text is no text to be stored as it is: it becomes bytes, or it is read line by line. */
  holds?: 'bytes' | 'lines';
}

/**
 * What holds where nothing is declared, so that no list and no text of the schema is without an end. The validators of a
 * field may ask for less: they report all problems of an input at once, which this does not wait for.
 */
export const defaultSizeLimits = { items: 500, characters: 4096 };

/** Declares another most; it is checked before the operation begins, with its number in the message. */
export const AtMost = (limits: SizeLimits) => Extensions({ limits });

/** Declares a text that becomes bytes as it is, U+0000 included: its resolver says how many there may be. */
export const IsContent = () => AtMost({ characters: Number.POSITIVE_INFINITY, holds: 'bytes' });
