import classes from './notice.module.css';

/** Shows the role that is needed for a page or an action. */
export function Forbidden({ needs, act }: { needs: string; act: string }) {
  return (
    <div className={classes.notice} role="note">
      <p className={classes.title}>You may not {act}</p>
      <p className="muted">This needs the role {needs}. A super user can give it to you.</p>
    </div>
  );
}
