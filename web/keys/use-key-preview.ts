'use client';

import { useMutation } from '@apollo/client/react';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect } from 'react';
import { ImportKeys } from './key-queries';

/** Parses the pasted text on the server with a dry run. */
export function useKeyPreview(text: string) {
  const [settled] = useDebouncedValue(text.trim(), 250);
  const [preview, { data, loading, error, reset }] = useMutation(ImportKeys);
  useEffect(() => {
    if (!settled) reset();
    else void preview({ variables: { input: { text: settled, dryRun: true } } }).catch(() => undefined);
  }, [settled, preview, reset]);
  return {
    results: settled ? (data?.importSshKeys.results ?? []) : [],
    error,
    loading: loading || settled !== text.trim(),
  };
}

export type KeyPreview = ReturnType<typeof useKeyPreview>['results'][number];
