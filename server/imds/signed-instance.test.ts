import { describe, expect, it } from '@jest/globals';
import { isSignatureOf, namesInstance, readSignedInstance } from './signed-instance.ts';

const secret = 'secret';
const uuid = '11111111-2222-3333-4444-555555555555';
const signature = '78157a997bac9338a2bef5a1c22bf5cea4d6348bc3b9db4479299a49e28bb7f2';

describe('the signature of an instance id', () => {
  it.each([
    ['foo', '773ba44693c7553d6ee20f61ea5d2757a9a4f4a44d2841ae4e95b52e4cd62db4'],
    [uuid, signature],
  ])('is the one that OpenStack makes of %s', (id, expected) => {
    expect(isSignatureOf(expected, { id, secret })).toBe(true);
  });

  it.each([
    ['of another id', { id: 'foo' }],
    ['made with another secret', { secret: 'Secret' }],
    ['with one digit changed', { signature: `6${signature.slice(1)}` }],
    ['that is cut', { signature: signature.slice(0, 62) }],
    ['with more behind it', { signature: `${signature}00` }],
    ['in upper case', { signature: signature.toUpperCase() }],
    ['of another alphabet', { signature: 'é'.repeat(64) }],
    ['that is empty', { signature: '' }],
  ])('is not one %s', (_, wrong) => {
    const given = { signature, id: uuid, secret, ...wrong };

    expect(isSignatureOf(given.signature, given)).toBe(false);
  });
});

describe('the headers of the metadata agent', () => {
  const headers = {
    'x-instance-id': uuid,
    'x-tenant-id': 'a project',
    'x-instance-id-signature': signature,
  };

  it('name the machine and its project', () => {
    expect(readSignedInstance(headers, secret)).toEqual({ id: uuid, projectId: 'a project' });
  });

  it.each(Object.keys(headers))('are a bad request without %s, or with an empty one', (name) => {
    const { [name as 'x-tenant-id']: _, ...others } = headers;

    expect(readSignedInstance(others, secret)).toBe(400);
    expect(readSignedInstance({ ...headers, [name]: '' }, secret)).toBe(400);
  });

  it('are forbidden with a signature that another secret made', () => {
    expect(readSignedInstance(headers, 'another')).toBe(403);
  });

  it.each(Object.keys(headers))('are there when %s is', (name) => {
    expect(namesInstance({ [name]: '' })).toBe(true);
  });

  it('are not there without any of them', () => {
    expect(namesInstance({ 'x-forwarded-for': '10.0.0.5', host: '169.254.169.254' })).toBe(false);
  });
});
