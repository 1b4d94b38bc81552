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

/** Loads the signed-in user once; opens the sign-in page if there is none. */
export function ViewerProvider({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useQuery(ViewerQuery);
  const viewer = data?.viewer;
  const isSignedOut = Boolean(data && !data.viewer);
  useEffect(() => {
    if (isSignedOut) leaveForSignIn();
  }, [isSignedOut]);
  if (error && !viewer)
    return <Failure error={error} title="Could not load your account" onRetry={() => void refetch()} />;
  if (!viewer) return <Loading rows={8} />;
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

export function useViewer() {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('useViewer is used outside ViewerProvider');
  return viewer;
}

/** True if the viewer has a permission, e.g. `instances:write`. The server checks it again. */
export function useMay(permission: string): boolean {
  return useViewer().permissions.includes(permission);
}
