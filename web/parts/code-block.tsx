import classes from './code-block.module.css';
import { CopyButton } from './copy-button';

type Props = { title: string; text: string; status?: string };

export function CodeBlock({ title, text, status }: Props) {
  return (
    <section className={classes.block} aria-label={title}>
      <header className={classes.head}>
        <span className={classes.title}>{title}</span>
        {status && <span className="small muted">{status}</span>}
        <CopyButton value={text} what={title} />
      </header>
      <pre className={classes.text} tabIndex={0} role="group" aria-label={`${title}, text`}>
        {text}
      </pre>
    </section>
  );
}
