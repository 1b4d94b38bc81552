import { expect, it } from '@jest/globals';
import { wordsOf } from './field-words';

it.each([
  ['hostname', 'hostname'],
  ['publicKey', 'public key'],
  ['ipv4CidrBlocks', 'IPv4 CIDR blocks'],
  ['instanceProfileArn', 'instance profile ARN'],
])('%s is written %s', (field, words) => {
  expect(wordsOf(field)).toBe(words);
});
