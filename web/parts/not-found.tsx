import Link from 'next/link';
import { Notice } from './notice';
import { PageBody } from './page-body';
import { PageHead } from './page-head';

/** Shown for an object that does not exist. */
export function NotFound({ what, id, list }: { what: string; id: string; list: string }) {
  return (
    <>
      <PageHead title="Not found" below={<span className="mono">{id}</span>} />
      <PageBody>
        <Notice title={`This ${what} does not exist`}>
          <p className="muted">It may have been deleted.</p>
          <Link href={list}>Go to the list</Link>
        </Notice>
      </PageBody>
    </>
  );
}
