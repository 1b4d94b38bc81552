'use client';

import { useMutation } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { evictQueries } from '../apollo/evict-queries';
import { fieldErrorsOf, problemOf } from '../parts/problem';
import { keyDocuments } from './key-documents';
import { ImportKeys } from './key-queries';
import { kinds } from '../records/kinds';

/** Adds one key under a chosen name, or many under the names in their comments; then opens the key or the list. */
export function useAddKeys(release: () => void) {
  const router = useRouter();
  const [createKey, creating] = useMutation(keyDocuments.create, { update: evictQueries });
  const [importKeys, importing] = useMutation(ImportKeys, { update: evictQueries });
  const error = creating.error ?? importing.error;

  const addOne = async (publicKey: string, name?: string) => {
    const { data } = await createKey({ variables: { input: { publicKey, name } } });
    release();
    router.push(`${kinds.sshKey.path}/${data?.done.record?.id}`);
  };
  const addMany = async (text: string) => {
    const { data } = await importKeys({ variables: { input: { text } } });
    const { created = 0, unchanged = 0 } = data?.importSshKeys.summary ?? {};
    notifications.show({ message: `${created} keys added, ${unchanged} existed already.` });
    release();
    router.push(kinds.sshKey.listPath);
  };
  return {
    addOne,
    addMany,
    error,
    fields: error ? fieldErrorsOf(problemOf(error), ([field]) => field).placed : {},
    busy: creating.loading || importing.loading,
  };
}
