'use client';

import { useQuery } from '@apollo/client/react';
import type { UserDataKind } from '../generated/graphql';
import { sizeText } from '../parts/bytes';
import { StatusBadge } from '../parts/status-badge';
import { kindNames } from './user-data-kind';
import { LimitQuery } from './user-data-queries';
import classes from './user-data.module.css';

type Props = { id?: string; kind?: UserDataKind; size: number };

/** The kind and the size of user data, compared with the limit. */
export function SizeNote({ id, kind, size }: Props) {
  const { data } = useQuery(LimitQuery, { fetchPolicy: 'cache-first' });
  const limit = data?.setup.userDataLimit;
  const over = limit !== undefined && size > limit;
  const share = limit ? Math.min(100, (size / limit) * 100) : 0;
  return (
    <div className={classes.note} id={id}>
      {kind &&
        (kind === 'OTHER' ? (
          <StatusBadge tone="warn">{kindNames[kind]}</StatusBadge>
        ) : (
          <StatusBadge tone="ok">{kindNames[kind]}</StatusBadge>
        ))}
      <span className={classes.meter} aria-hidden>
        <span style={{ width: `${share}%` }} data-over={over || undefined} />
      </span>
      <span className={over ? classes.over : undefined}>
        {sizeText(size)}
        {limit !== undefined && ` of ${sizeText(limit)}`}
        {over && `, ${sizeText(size - limit)} over the limit`}
      </span>
    </div>
  );
}
