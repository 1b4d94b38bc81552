import { Button, Group } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { PageState } from './page-state';
import classes from './pager.module.css';

type Edge = {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor?: string | null;
  endCursor?: string | null;
};
type Props = {
  state: PageState;
  total: number;
  shown: number;
  edge: Edge;
  onMove: (state: Partial<PageState>) => void;
};

/** Shows "1-50 of 412" and buttons; pages begin at cursors, so that a row added meanwhile does not shift them. */
export function Pager({ state, total, shown, edge, onMove }: Props) {
  if (total === 0) return null;
  const first = (state.page - 1) * state.size + 1;
  const last = Math.max(1, Math.ceil(total / state.size));
  const previous = () =>
    state.page <= 2
      ? onMove({ page: 1, after: null, before: null })
      : onMove({ page: state.page - 1, before: edge.startCursor ?? null, after: null });
  const next = () => onMove({ page: state.page + 1, after: edge.endCursor ?? null, before: null });
  return (
    <nav className={classes.pager} aria-label="Pages">
      <span className="small muted">
        {first}–{first + shown - 1} of {total}
      </span>
      {last > 1 && (
        <Group gap={8}>
          <span className="small muted">
            Page {state.page} of {last}
          </span>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconChevronLeft size={14} aria-hidden />}
            disabled={state.page <= 1}
            onClick={previous}
          >
            Previous
          </Button>
          <Button
            variant="default"
            size="xs"
            rightSection={<IconChevronRight size={14} aria-hidden />}
            disabled={state.page >= last}
            onClick={next}
          >
            Next
          </Button>
        </Group>
      )}
    </nav>
  );
}
