import { Button } from '@mantine/core';
import classes from './instance-form.module.css';

export type Afterwards = 'open' | 'another';

type Props = { isNew: boolean; busy: boolean; onAnother: () => void };

export function SaveButtons({ isNew, busy, onAnother }: Props) {
  return (
    <div className={classes.buttons}>
      <Button type="submit" loading={busy}>
        Save
      </Button>
      {isNew && (
        <Button variant="default" disabled={busy} onClick={onAnother}>
          Save and add another
        </Button>
      )}
    </div>
  );
}
