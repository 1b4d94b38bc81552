import type { Referable } from '../graphql/references.ts';
import { SshKey } from './ssh-key.entity.ts';

export const sshKeys: Referable<SshKey> = { entity: SshKey, noun: 'SSH key', names: ['name'] };
