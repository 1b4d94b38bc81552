import Link from 'next/link';
import classes from './sub-nav.module.css';

type Props = { label: string; current: string; links: { href: string; label: string }[] };

/** Links between several lists under one head; each list has a URL of its own. */
export function SubNav({ label, current, links }: Props) {
  return (
    <nav className={classes.nav} aria-label={label}>
      {links.map(({ href, label: words }) => (
        <Link
          key={href}
          href={href}
          className={classes.link}
          aria-current={href === current ? 'page' : undefined}
        >
          {words}
        </Link>
      ))}
    </nav>
  );
}
