import Link from 'next/link';
import { kinds } from './kinds';

/** The number of instances that use a record, with a link to them. */
export function UsersLink({ count, href }: { count: number; href: string }) {
  if (count === 0) return <span className="muted">nothing</span>;
  const { one, many } = kinds.instance.words;
  return (
    <Link href={href}>
      {count} {count === 1 ? one : many}
    </Link>
  );
}
