import { givenContent, type GivenContent } from '../contents/given-content.ts';
import type { Problems } from '../errors.ts';

/** The fields of an input that may have user-data: one as text, the other as bytes. */
interface ContentFields {
  text: string;
  bytes: string;
}

/**
 * The content that an input gives as text or as bytes; undefined if it gives neither, null if it clears it.
 * Adds a problem for too many bytes, or for both fields at once.
 */
export function readContent(
  input: object,
  fields: ContentFields,
  { problems, limit }: { problems: Problems; limit: number },
): GivenContent | null | undefined {
  const given = input as Record<string, string | Uint8Array | null | undefined>;
  const used = given[fields.bytes] != null ? fields.bytes : fields.text;
  const value = given[used] === undefined ? given[fields.bytes] : given[used];
  if (given[fields.text] != null && given[fields.bytes] != null)
    problems.add(fields.bytes, {
      code: 'BAD_USER_INPUT',
      message: `Give either ${fields.text} or ${fields.bytes}.`,
    });
  if (value === undefined || value === null) return value;
  const content = givenContent(typeof value === 'string' ? Buffer.from(value, 'utf8') : value);
  if (content.size > limit)
    problems.add(used, {
      code: 'BAD_USER_INPUT',
      message: `User data has at most ${limit} bytes; this has ${content.size}.`,
      hint: 'Compress it with gzip, or raise USER_DATA_LIMIT.',
    });
  return content;
}
