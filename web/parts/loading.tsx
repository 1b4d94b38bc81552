'use client';

import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';

function useLate(milliseconds: number) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return late;
}

const widths = [92, 64, 78, 55, 84, 70];

/** A placeholder of the content's height; drawn only if the answer takes longer than 150 ms. */
export function Loading({ rows = 6, height = 32 }: { rows?: number; height?: number }) {
  const late = useLate(150);
  return (
    <div aria-busy="true" aria-live="polite" style={{ minHeight: rows * height }}>
      {late && <VisuallyHidden>Loading</VisuallyHidden>}
      {late &&
        Array.from({ length: rows }, (_, row) => (
          <div key={row} style={{ height, display: 'flex', alignItems: 'center' }}>
            <Skeleton height={10} width={`${widths[row % widths.length]}%`} />
          </div>
        ))}
    </div>
  );
}
