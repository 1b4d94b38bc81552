import { graphql } from '../generated';
import type { InstanceWarningsFragment } from '../generated/graphql';
import { Notice } from '../parts/notice';
import classes from './instance-warnings.module.css';

export const InstanceWarningsFields = graphql(`
  fragment InstanceWarnings on Instance {
    id
    warnings {
      code
      message
      hint
    }
  }
`);

/** Warnings of what will probably not work, above everything else about the machine. */
export function InstanceWarnings({ instance: { warnings } }: { instance: InstanceWarningsFragment }) {
  if (warnings.length === 0) return null;
  return (
    <div className={classes.warnings}>
      {warnings.map(({ code, message, hint }) => (
        <Notice key={code} title={message} tone="warn">
          <p>{hint}</p>
        </Notice>
      ))}
    </div>
  );
}
