'use client';

import { Button, Menu } from '@mantine/core';
import { IconCopyPlus, IconDots, IconPencil, IconRefresh, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { useMay } from '../access/viewer';
import type { InstanceFormFragment } from '../generated/graphql';
import { CodeDrawer } from '../parts/code-drawer';
import { DeleteInstance } from './delete-instance';
import { instanceSamples } from './instance-code';
import { Reprovision } from './reprovision';
import { kinds } from '../records/kinds';

export function InstanceActions({ instance }: { instance: InstanceFormFragment }) {
  const mayWrite = useMay('instances:write');
  const [asking, setAsking] = useState<'delete' | 'reprovision'>();
  const { id, viewerCanUpdate } = instance;
  return (
    <>
      {viewerCanUpdate && (
        <Button
          component={Link}
          href={`${kinds.instance.path}/${id}/edit`}
          leftSection={<IconPencil size={15} aria-hidden />}
        >
          Edit
        </Button>
      )}
      {mayWrite && (
        <Button
          component={Link}
          variant="default"
          href={`${kinds.instance.path}/new?duplicate=${id}`}
          leftSection={<IconCopyPlus size={15} aria-hidden />}
        >
          Duplicate
        </Button>
      )}
      <CodeDrawer samples={() => instanceSamples(instance)} />
      {viewerCanUpdate && (
        <Menu>
          <Menu.Target>
            <Button variant="default" aria-label="More actions" px={8}>
              <IconDots size={16} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown aria-label="More actions">
            <Menu.Item
              leftSection={<IconRefresh size={15} aria-hidden />}
              onClick={() => setAsking('reprovision')}
            >
              Assign a new instance id
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} onClick={() => setAsking('delete')}>
              Delete
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {asking === 'delete' && <DeleteInstance instance={instance} onClose={() => setAsking(undefined)} />}
      {asking === 'reprovision' && <Reprovision instance={instance} onClose={() => setAsking(undefined)} />}
    </>
  );
}
