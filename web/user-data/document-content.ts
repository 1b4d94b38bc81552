import { base64Of, bytesOf, textOf } from '../parts/bytes';

/** What the form holds: text to be typed on, or bytes that are not touched. */
export type Content = { way: 'text'; text: string } | { way: 'bytes'; base64: string; from: string };

type Stored = { content: string; text?: string | null };

/** Text with CR, or bytes that are no UTF-8, stay bytes until somebody decides otherwise. */
export function contentOf({ content, text }: Stored): Content {
  if (typeof text === 'string' && !text.includes('\r')) return { way: 'text', text };
  return { way: 'bytes', base64: content, from: 'as stored' };
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

/** For a diff: the text, or one line that says there is none. */
export function readable(content: Content): string {
  if (content.way === 'text') return content.text;
  const bytes = bytesOf(content.base64);
  return textOf(bytes)?.replaceAll('\r', '\\r') ?? `${bytes.length} bytes, not text`;
}

/** The bytes as text with LF, or undefined when they are no text. */
export function asPlainText(base64: string): string | undefined {
  return textOf(bytesOf(base64))?.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
}
