import { IconArrowDown, IconArrowUp, IconArrowsSort } from '@tabler/icons-react';
import classes from './data-table.module.css';

export type Sort = { column: string; direction: 'asc' | 'desc' };

type Props = { column: string; title: string; sort?: Sort; onSort: (sort: Sort) => void };

const words = { asc: 'ascending', desc: 'descending', none: 'none' } as const;

/** The head of a sortable column. Sets `aria-sort` on the parent `th`, which mantine-datatable does not expose. */
export function SortHead({ column, title, sort, onSort }: Props) {
  const direction = sort?.column === column ? sort.direction : 'none';
  const Icon = { asc: IconArrowUp, desc: IconArrowDown, none: IconArrowsSort }[direction];
  return (
    <button
      type="button"
      className={classes.sort}
      data-sorted={direction !== 'none' || undefined}
      ref={(button) => button?.closest('th')?.setAttribute('aria-sort', words[direction])}
      onClick={() => onSort({ column, direction: direction === 'asc' ? 'desc' : 'asc' })}
    >
      {title}
      <Icon size={13} aria-hidden />
    </button>
  );
}
