import type { ReactNode } from 'react';
import classes from './facts.module.css';

export type Fact = [label: string, value: ReactNode];

/** A list of labels and values; a missing value is shown as a dash. */
export function Facts({ title, facts }: { title?: string; facts: Fact[] }) {
  return (
    <section className={classes.section}>
      {title && <h2 className={classes.title}>{title}</h2>}
      <dl className={classes.facts}>
        {facts.map(([label, value], place) => (
          <div key={`${place} ${label}`} className={classes.fact}>
            <dt>{label}</dt>
            <dd>
              {value === null || value === undefined || value === false || value === '' ? (
                <span className="muted">–</span>
              ) : (
                value
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
