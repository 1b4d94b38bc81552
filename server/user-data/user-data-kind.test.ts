import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { kindOf, textOf } from './user-data-kind.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the kind of user-data', () => {
  it.each([
    ['#cloud-config\npackages: [curl]\n', 'cloud-config'],
    ['#cloud-config', 'cloud-config'],
    ['#cloud-config\r\nruncmd: []\r\n', 'cloud-config'],
    ['#cloud-config  \n', 'cloud-config'],
    ['\n\n  #cloud-config\n', 'cloud-config'],
    ['#Cloud-Config\n', 'cloud-config'],
    ['## template: jinja\n#cloud-config\nhostname: {{ ds.x }}\n', 'cloud-config'],
    ['## template: jinja\r\n#cloud-config\r\n', 'cloud-config'],
    ['## template: jinja\n#!/bin/sh\n', 'script'],
    ['## template: jinja', 'other'],
    ['\uFEFF#cloud-config\n', 'other'],
    ['#cloud-config-archive\n- x\n', 'other'],
    ['# cloud-config\n', 'other'],
    ['hello\n#cloud-config\n', 'other'],
    ['#!/bin/bash\necho hello\n', 'script'],
    ['\n#!/bin/bash\n', 'script'],
    ['#!\r\n', 'script'],
    ['#!/bin/sh\nprintf "MIME-Version: 1.0\\n"', 'script'],
    ['<powershell>\nGet-Date\n</powershell>', 'script'],
    ['<PowerShell>', 'script'],
    ['<script>\r\ndir\r\n</script>', 'script'],
    ['#ps1_sysnative\r\n', 'script'],
    ['Content-Type: multipart/mixed; boundary="x"\nMIME-Version: 1.0\n\n--x\n', 'multipart'],
    ['content-type:multipart/mixed;\n boundary="x"\n\n--x\n', 'multipart'],
    ['MIME-Version: 1.0\r\nContent-Type: multipart/mixed\r\n\r\n', 'multipart'],
    ['Number-Attachments: 2\nMIME-Version: 1.0\n\n', 'multipart'],
    ['From nobody Thu Jan  1 00:00:00 2026\nContent-Type: multipart/mixed\n\n', 'multipart'],
    ['Content-Type: text/plain\n\nMIME-Version: 1.0\n', 'other'],
    ['hello\nMIME-Version: 1.0\n', 'other'],
    ['#include https://example.org/x\n', 'other'],
    ['', 'other'],
    ['   ', 'other'],
  ])('of %j is %s', (text, kind) => {
    expect(kindOf(bytes(text))).toBe(kind);
  });

  it('of compressed bytes is gzip, whatever is inside', () => {
    expect(kindOf(gzipSync('#cloud-config\n'))).toBe('gzip');
  });

  it('of text in another encoding is other, as cloud-init cannot read it', () => {
    expect(kindOf(Uint8Array.from([...bytes('#cloud-config\n# '), 0xe9]))).toBe('other');
  });
});

describe('the text of user-data', () => {
  it.each(['', '#!/bin/sh\n', '\uFEFF#cloud-config\r\n', 'Grüße 🎉\tend'])('%j is kept as it is', (text) => {
    expect(textOf(bytes(text))).toBe(text);
  });

  it.each([
    ['a NUL', [0x61, 0, 0x62]],
    ['a byte that UTF-8 has not', [0x61, 0xff]],
    ['a character cut short', [0xc3]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['compressed bytes', [...gzipSync('x')]],
  ])('is nothing for %s', (_, content) => {
    expect(textOf(Uint8Array.from(content))).toBeUndefined();
  });
});
