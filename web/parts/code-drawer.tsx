'use client';

import { Button, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCode } from '@tabler/icons-react';
import { CodeBlock } from './code-block';

export type Sample = { title: string; text: string };

/** A button that opens API samples for this page. */
export function CodeDrawer({ samples }: { samples: () => Sample[] }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconCode size={15} aria-hidden />} onClick={open}>
        Code
      </Button>
      <Drawer opened={opened} onClose={close} title="API samples">
        <p className="muted small" style={{ marginTop: 0 }}>
          Put an API token into CLOUDMETA_TOKEN before running curl.
        </p>
        {opened && samples().map((sample) => <CodeBlock key={sample.title} {...sample} />)}
      </Drawer>
    </>
  );
}
