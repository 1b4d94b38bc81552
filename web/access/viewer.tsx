'use client';

import { useQuery } from '@apollo/client/react';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { graphql } from '../generated';
import type { SignedInViewerFragment } from '../generated/graphql';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { leaveForSignIn } from './return-url';

export const ViewerQuery = graphql(`
  query Viewer {
    viewer {
      ...SignedInViewer
    }
  }
  fragment SignedInViewer on Viewer {
    name
    role
    permissions
  }
`);

const ViewerContext = createContext<SignedInViewerFragment | undefined>(undefined);

/** Asks once who is signed in; without anybody the way leads to the sign-in page. */
export function ViewerProvider({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useQuery(ViewerQuery);
  const viewer = data?.viewer;
  const nobody = Boolean(data && !data.viewer);
  useEffect(() => {
    if (nobody) leaveForSignIn();
  }, [nobody]);
  if (error && !viewer)
    return <Failure error={error} title="Who you are is not known" onRetry={() => void refetch()} />;
  if (!viewer) return <Loading rows={8} />;
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

export function useViewer() {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('useViewer is used outside ViewerProvider');
  return viewer;
}

/** Whether the viewer may do this, e.g. `instances:write`. What counts is decided by the server. */
export function useMay(permission: string): boolean {
  return useViewer().permissions.includes(permission);
}
