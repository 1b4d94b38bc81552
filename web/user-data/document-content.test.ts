import { describe, expect, it } from '@jest/globals';
import { base64Of } from '../parts/bytes';
import { asPlainText, contentOf, inputOf, readable, sameContent } from './document-content';

const base64 = (text: string) => base64Of(new TextEncoder().encode(text));
const stored = (text: string) => contentOf({ content: base64(text), text });

describe('the content of a document in its form', () => {
  it('is text, and sent as text', () => {
    expect(inputOf(stored('#!/bin/sh\n'))).toEqual({ text: '#!/bin/sh\n' });
  });

  it('is kept byte for byte where an editor would change it', () => {
    const withCr = stored('a\r\nb');
    const binary = contentOf({ content: 'AAH/', text: null });

    expect(inputOf(withCr)).toEqual({ content: base64('a\r\nb') });
    expect(inputOf(binary)).toEqual({ content: 'AAH/' });
    expect(readable(withCr)).toBe('a\\r\nb');
    expect(readable(binary)).toBe('3 bytes, not text');
  });

  it('becomes plain text where the user says so', () => {
    expect(asPlainText(base64('a\r\nb\rc'))).toBe('a\nb\nc');
    expect(asPlainText('AAH/')).toBeUndefined();
  });

  it('is the same as another one with the same bytes', () => {
    expect(sameContent(stored('a'), stored('a'))).toBe(true);
    expect(sameContent(stored('a'), stored('b'))).toBe(false);
  });
});
