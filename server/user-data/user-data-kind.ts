/** The kind of user-data, as cloud-init (and for Windows EC2Launch and cloudbase-init) takes it. */
export type Kind = 'cloud-config' | 'script' | 'multipart' | 'gzip' | 'other';

const cloudConfig = /^#cloud-config(?!-archive|-jsonp)/i;
const script = /^(?:#!|#ps1|<powershell>|<script>)/i;
const jinjaHeader = /^## template: jinja[^\n]*(?:\n|$)/i;

/**
 * The kind of a user-data document, by its first bytes.
 *
 * Follows cloud-init's `type_from_starts_with`: leading blanks and upper case do not matter, a byte order mark does
 * (cloud-init then ignores the document), and text must be UTF-8. A jinja template has the kind of the text after its
 * header. Base64 and compressed documents are not decoded.
 */
export function kindOf(bytes: Uint8Array): Kind {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  const text = decode(bytes);
  return text === undefined ? 'other' : kindOfText(withoutJinjaHeader(text));
}

/** The document as text, a byte order mark included; undefined if it is not UTF-8 or contains a NUL. */
export function textOf(bytes: Uint8Array): string | undefined {
  const text = decode(bytes);
  return text?.includes('\0') ? undefined : text;
}

/** Removes one header; the text after it stays as it is. */
function withoutJinjaHeader(text: string): string {
  const start = trimmed(text);
  return jinjaHeader.test(start) ? start.replace(jinjaHeader, '') : text;
}

function kindOfText(text: string): Kind {
  if (isMultipart(text)) return 'multipart';
  const start = trimmed(text);
  if (cloudConfig.test(start)) return 'cloud-config';
  return script.test(start) ? 'script' : 'other';
}

/** JavaScript counts the byte order mark as a blank; cloud-init does not. */
function trimmed(text: string): string {
  return text.startsWith('\uFEFF') ? text : text.trimStart();
}

/** True if the text starts with mail headers (an mbox `From ` line may precede them) that announce several parts. */
function isMultipart(text: string): boolean {
  const headers = text.slice(0, 4096).split(/\r?\n/);
  if (headers[0]?.startsWith('From ')) headers.shift();
  if (!/^[\w-]+:/.test(headers[0] ?? '')) return false;
  const end = headers.indexOf('');
  const block = end === -1 ? headers : headers.slice(0, end);
  return block.some((line) => /^(?:content-type:\s*multipart\/|mime-version:)/i.test(line));
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
