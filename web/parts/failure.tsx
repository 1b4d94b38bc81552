import { Button } from '@mantine/core';
import { CopyButton } from './copy-button';
import classes from './failure.module.css';
import { type Problem, problemOf } from './problem';

type Props = { error?: unknown; problem?: Problem; title?: string; onRetry?: () => void };

/** Shows an error: cause, fix, request id, retry; with a `problem` also the field errors without a form field. */
export function Failure({ error, problem: prepared, title, onRetry }: Props) {
  const problem = prepared ?? problemOf(error);
  const unplaced = prepared?.fieldErrors ?? [];
  return (
    <div role="alert" className={classes.failure}>
      <p className={classes.title}>{title ?? 'Request failed'}</p>
      <p>{problem.cause}</p>
      <p className="muted">{problem.fix}</p>
      {unplaced.length > 0 && (
        <ul>
          {unplaced.map((field) => (
            <li key={field.path.join('.')}>
              <span className="mono">{field.path.slice(1).join('.')}</span> {field.message}
            </li>
          ))}
        </ul>
      )}
      {(problem.requestId || onRetry) && (
        <div className={classes.foot}>
          {onRetry && (
            <Button variant="default" size="xs" onClick={onRetry}>
              Try again
            </Button>
          )}
          {problem.requestId && (
            <span className="small muted">
              Request <span className="mono">{problem.requestId}</span>
              <CopyButton value={problem.requestId} what="request id" />
            </span>
          )}
        </div>
      )}
    </div>
  );
}
