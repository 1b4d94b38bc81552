'use client';

import { modals } from '@mantine/modals';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef } from 'react';

type Traversal = Event & { navigationType?: string; destination?: { key?: string } };
type Navigating = EventTarget & { traverseTo?: (key: string) => void };

function ask(leave: () => void) {
  modals.openConfirmModal({
    title: 'Leave without saving?',
    children: 'Your changes on this page are not saved.',
    labels: { confirm: 'Leave', cancel: 'Stay' },
    confirmProps: { color: 'red' },
    onConfirm: leave,
  });
}

/**
 * Asks before unsaved changes are lost: by closing the tab, by a link, or by the back button (where the
 * browser has the Navigation API). Returns `release`, to be called before the page navigates after a save.
 */
export function useUnsavedGuard(dirty: boolean) {
  const router = useRouter();
  const guarded = useRef(dirty);
  useEffect(() => {
    guarded.current = dirty;
  }, [dirty]);
  const release = useCallback(() => {
    guarded.current = false;
  }, []);

  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent) => {
      if (guarded.current) event.preventDefault();
    };
    const onClick = (event: MouseEvent) => {
      if (!guarded.current || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey)
        return;
      const link = (event.target as Element).closest?.('a[href]');
      if (!(link instanceof HTMLAnchorElement) || link.target || link.origin !== window.location.origin)
        return;
      if (link.pathname === window.location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      const target = `${link.pathname}${link.search}`.replace(/^\/admin(?=\/|$)/, '') || '/';
      ask(() => {
        release();
        router.push(target);
      });
    };
    const navigation = (window as Window & { navigation?: Navigating }).navigation;
    const onNavigate = (event: Event) => {
      const { navigationType, destination } = event as Traversal;
      if (!guarded.current || navigationType !== 'traverse' || !event.cancelable) return;
      event.preventDefault();
      ask(() => {
        release();
        if (destination?.key) navigation?.traverseTo?.(destination.key);
      });
    };
    window.addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, true);
    navigation?.addEventListener('navigate', onNavigate);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
      navigation?.removeEventListener('navigate', onNavigate);
    };
  }, [release, router]);

  return release;
}
