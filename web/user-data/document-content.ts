import { base64Of, bytesOf, textOf } from '../parts/bytes';

/** The content in the form: editable text, or bytes that are not changed. */
export type Content = { way: 'text'; text: string } | { way: 'bytes'; base64: string; from: string };

/** A document as it is stored; without its content for a viewer who may not read it. */
type Stored = { content?: string; text?: string | null };

/** Text with CR and bytes that are not UTF-8 are kept as bytes until the user converts or replaces them. */
export function contentOf({ content, text }: Stored): Content {
  if (typeof text === 'string' && !text.includes('\r')) return { way: 'text', text };
  return { way: 'bytes', base64: content ?? '', from: 'as stored' };
}

export async function contentOfFile(file: File): Promise<Content> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = textOf(bytes);
  if (text !== undefined && !text.includes('\r')) return { way: 'text', text };
  return { way: 'bytes', base64: base64Of(bytes), from: file.name };
}

export function inputOf(content: Content) {
  return content.way === 'text' ? { text: content.text } : { content: content.base64 };
}

export function sameContent(one: Content, other: Content): boolean {
  return JSON.stringify(inputOf(one)) === JSON.stringify(inputOf(other));
}

/** The text for a diff, or one line with the size of binary content. */
export function readable(content: Content): string {
  if (content.way === 'text') return content.text;
  const bytes = bytesOf(content.base64);
  return textOf(bytes)?.replaceAll('\r', '\\r') ?? `${bytes.length} bytes, not text`;
}

/** The bytes as text with LF, or undefined if they are not UTF-8. */
export function asPlainText(base64: string): string | undefined {
  return textOf(bytesOf(base64))?.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
}
