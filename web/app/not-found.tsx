import Link from 'next/link';
import { Notice } from '../parts/notice';

export default function NotFound() {
  return (
    <main style={{ padding: 24 }}>
      <Notice title="Page not found">
        <p>
          <Link href="/">Go to the overview</Link>
        </p>
      </Notice>
    </main>
  );
}
