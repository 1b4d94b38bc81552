import { describe, expect, it } from '@jest/globals';
import { base64Of, bytesOf, hexDump, sizeOf, sizeText, textOf } from './bytes';

describe('bytes', () => {
  it('go through base64 unchanged', () => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, n) => n % 256);

    expect(bytesOf(base64Of(bytes))).toEqual(bytes);
    expect(base64Of(new TextEncoder().encode('äh'))).toBe('w6Ro');
  });

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KiB'],
    [1024 * 1024, '1.0 MiB'],
  ])('have a size in words: %d', (size, text) => {
    expect(sizeText(size)).toBe(text);
  });

  it('are counted as UTF-8', () => {
    expect(sizeOf('ä🔑')).toBe(6);
  });

  it('are text where they are UTF-8, with a byte order mark and without', () => {
    expect(textOf(new TextEncoder().encode('\ufeffä'))).toBe('\ufeffä');
    expect(textOf(Uint8Array.of(0xff))).toBeUndefined();
  });

  it('are shown in hexadecimal, sixteen a line', () => {
    expect(hexDump(new TextEncoder().encode('#!/bin/sh\necho a\n'))).toBe(
      [
        '000000  23 21 2f 62 69 6e 2f 73 68 0a 65 63 68 6f 20 61  #!/bin/sh.echo a',
        `000010  0a${' '.repeat(45)}  .`,
      ].join('\n'),
    );
    expect(hexDump(new Uint8Array(20), 16)).toMatch(/\n\.\.\. 4 more bytes$/);
  });
});
