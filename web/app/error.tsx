'use client';

import { Button } from '@mantine/core';
import { Notice } from '../parts/notice';

/** Shown for an exception in a page; failures of the API are shown by `Failure`. */
export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <main style={{ padding: 24 }}>
      <Notice title="Something went wrong" actions={<Button onClick={reset}>Try again</Button>}>
        <p>Nothing was changed. If it happens again, report it with the steps that led here.</p>
      </Notice>
    </main>
  );
}
