/** The openssl of this machine, used as AWS documents it for relying parties. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onlyWhere } from './only-where.ts';

const { stdout: version } = spawnSync('openssl', ['version'], { encoding: 'utf8' });

/** Groups tests that need openssl. */
export const withOpenssl = onlyWhere(Boolean(version), 'there is no openssl');

interface Ended {
  ok: boolean;
  stdout: string;
}

/** Runs openssl in a temporary folder that contains these files. */
export function openssl(args: string[], files: Record<string, string | Uint8Array>): Ended {
  const cwd = mkdtempSync(join(tmpdir(), 'cloudmeta-openssl-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
    const { status, stdout } = spawnSync('openssl', args, { cwd, encoding: 'utf8' });
    return { ok: status === 0, stdout };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** Returns the content of `pkcs7` or `rsa2048` if one of the certificates signed it; undefined if none did. */
export function verifiedContent(message: string, certificate: string): string | undefined {
  const pkcs7 = `-----BEGIN PKCS7-----\n${message}\n-----END PKCS7-----\n`;
  const args = 'smime -verify -in pkcs7 -inform PEM -certfile certificate -noverify'.split(' ');
  const { ok, stdout } = openssl(args, { pkcs7, certificate });
  return ok ? stdout : undefined;
}

/** True if `signature` is a signature of the document by the first of the certificates. */
export function isSigned(document: string, signature: string, certificate: string): boolean {
  const { stdout: key } = openssl('x509 -pubkey -noout -in certificate'.split(' '), { certificate });
  const args = 'dgst -sha256 -verify key -signature signature document'.split(' ');
  return openssl(args, { key, document, signature: Buffer.from(signature, 'base64') }).ok;
}
