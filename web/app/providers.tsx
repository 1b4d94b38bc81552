'use client';

import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { GraphProvider } from '../apollo/provider';
import { cssVariables, theme } from '../shell/theme';

export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  const [schemes] = useState(() => localStorageColorSchemeManager({ key: 'cloudmeta-theme' }));
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
      getStyleNonce={nonce ? () => nonce : undefined}
    >
      <NuqsAdapter>
        <GraphProvider>
          <ModalsProvider labels={{ confirm: 'Confirm', cancel: 'Cancel' }}>{children}</ModalsProvider>
        </GraphProvider>
      </NuqsAdapter>
      <Notifications position="bottom-right" autoClose={5000} transitionDuration={100} />
    </MantineProvider>
  );
}
