'use client';

import { Button } from '@mantine/core';
import { Notice } from '../parts/notice';

/** A defect in a page itself; failures of the API have their own component. */
export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <main style={{ padding: 24 }}>
      <Notice title="This page broke" actions={<Button onClick={reset}>Try again</Button>}>
        <p>Nothing was changed. If it happens again, report it with the steps that led here.</p>
      </Notice>
    </main>
  );
}
