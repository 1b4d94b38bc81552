import '@fontsource/ibm-plex-sans/400.css';
import '@fontsource/ibm-plex-sans/500.css';
import '@fontsource/ibm-plex-sans/600.css';
import '@fontsource/ibm-plex-mono/400.css';
import '@fontsource/ibm-plex-mono/500.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import 'mantine-datatable/styles.css';
import './global.css';

import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from './providers';

const icon = [
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20' fill='none' stroke='#28858a' stroke-width='2'>",
  "<rect x='2' y='3' width='16' height='14' rx='1.5'/><path d='M2 7.5h16M2 12.5h16'/></svg>",
].join('');

export const metadata: Metadata = {
  icons: { icon: `data:image/svg+xml,${encodeURIComponent(icon)}` },
  title: { default: 'CloudMeta', template: '%s · CloudMeta' },
  robots: { index: false, follow: false },
  referrer: 'same-origin',
};

export const viewport: Viewport = { colorScheme: 'light dark' };

/** Reads the request's headers, which keeps every page dynamic: only then can Next put the nonce on its scripts. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" localStorageKey="cloudmeta-theme" nonce={nonce} />
      </head>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  );
}
