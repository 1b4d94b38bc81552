'use client';

import { useMutation } from '@apollo/client/react';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect } from 'react';
import type { UserDataKind } from '../generated/graphql';
import { TextKind } from './user-data-queries';

/** The kind of a text, as the server determines it by a dry run; undefined until it has, and for an empty text. */
export function useTextKind(text: string): UserDataKind | undefined {
  const [settled] = useDebouncedValue(text, 400);
  const [tryOut, { data, reset }] = useMutation(TextKind);
  useEffect(() => {
    const name = `a text that is being written ${Math.random()}`;
    if (!settled) reset();
    else void tryOut({ variables: { input: { name, text: settled, dryRun: true } } }).catch(() => undefined);
  }, [settled, tryOut, reset]);
  return text ? data?.createUserData.userData?.kind : undefined;
}
