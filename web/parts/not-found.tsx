import Link from 'next/link';
import { Notice } from './notice';
import { PageBody } from './page-body';
import { PageHead } from './page-head';

/** An object that is not there, or not any more. */
export function NotFound({ what, id, list }: { what: string; id: string; list: string }) {
  return (
    <>
      <PageHead title={`No such ${what}`} below={<span className="mono">{id}</span>} />
      <PageBody>
        <Notice title={`This ${what} does not exist`}>
          <p className="muted">It may have been deleted.</p>
          <Link href={list}>Go to the list</Link>
        </Notice>
      </PageBody>
    </>
  );
}
