'use client';

import dynamic from 'next/dynamic';
import { Loading } from '../../../parts/loading';
import { PageHead } from '../../../parts/page-head';

const Playground = dynamic(() => import('./playground').then((loaded) => loaded.Playground), {
  ssr: false,
  loading: () => <Loading rows={10} />,
});

export default function ApiPage() {
  return (
    <>
      <PageHead title="API" below="Requests run as you, at POST /graphql. This site uses only this API." />
      <Playground />
    </>
  );
}
