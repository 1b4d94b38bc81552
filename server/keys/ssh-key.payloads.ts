import { payloadsOf } from '../graphql/payload.ts';
import { SshKey } from './ssh-key.entity.ts';

export const sshKeyPayloads = payloadsOf(SshKey, { property: 'sshKey', plural: 'SshKeys', words: 'a key' });
