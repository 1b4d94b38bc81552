import { givenContent, type GivenContent } from '../contents/given-content.ts';
import type { Problems } from '../errors.ts';
import { customProblems } from '../metadata/custom-metadata.ts';
import type { CustomMetadataInput } from './custom-metadata.inputs.ts';

/** A planned path and its value. */
export interface PlannedCustomMetadata {
  path: string;
  since: string | null;
  content: GivenContent;
}

/** The custom metadata that an input gives; undefined if it does not mention it, an empty list if it clears it. */
export function planCustomMetadata(
  { customMetadata }: { customMetadata?: CustomMetadataInput[] | null },
  { problems, limit }: { problems: Problems; limit: number },
): PlannedCustomMetadata[] | undefined {
  if (customMetadata === undefined) return undefined;
  const entries = customMetadata ?? [];
  const readable = entries.filter(({ path }) => path !== undefined); // the others have a problem already
  const found = customProblems(readable);
  const wrong = new Map(readable.map((entry, n) => [entry, found[n]!]));
  return entries.map((entry, index) => {
    const at = problems.at('customMetadata', index);
    const bytes = readValue(entry, { problems: at, limit });
    for (const { field, ...problem } of wrong.get(entry) ?? [])
      at.add(field, { code: 'BAD_USER_INPUT', ...problem });
    return { path: entry.path, since: entry.since ?? null, content: givenContent(bytes) };
  });
}

function readValue(
  { value, bytes }: CustomMetadataInput,
  { problems, limit }: { problems: Problems; limit: number },
): Uint8Array {
  const code = 'BAD_USER_INPUT';
  const given = bytes ?? Buffer.from(value ?? '', 'utf8');
  if (problems.any) return given; // the given value is invalid
  if (value != null && bytes != null) problems.add('bytes', { code, message: 'Give either value or bytes.' });
  if (value == null && bytes == null)
    problems.add('value', { code, message: 'Give the value, as value or as bytes; it may be empty.' });
  if (given.length > limit)
    problems.add(bytes ? 'bytes' : 'value', {
      code,
      message: `A value has at most ${limit} bytes; this has ${given.length}.`,
      hint: 'Raise USER_DATA_LIMIT.',
    });
  return given;
}
