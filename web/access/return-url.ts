/** Returns the path to open after signing in: only a path of the admin site itself is accepted. */
export function returnUrl(next: string | null | undefined): string {
  if (!next || !/^\/admin(?:[/?#]|$)/.test(next) || next.includes('\\')) return '/admin';
  const url = new URL(next, 'http://admin.invalid');
  const inside = url.origin === 'http://admin.invalid' && /^\/admin(?:\/|$)/.test(url.pathname);
  if (!inside || url.pathname.startsWith('/admin/login')) return '/admin';
  return `${url.pathname}${url.search}${url.hash}`;
}

export function leaveForSignIn() {
  const { pathname, search } = window.location;
  if (pathname.startsWith('/admin/login')) return;
  window.location.assign(`/admin/login?next=${encodeURIComponent(`${pathname}${search}`)}`);
}
