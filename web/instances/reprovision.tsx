'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { evictQueries } from '../apollo/evict-queries';
import { graphql } from '../generated';
import type { InstanceFormFragment } from '../generated/graphql';
import { Failure } from '../parts/failure';

const ReprovisionInstance = graphql(`
  mutation ReprovisionInstance($input: ReprovisionInstanceInput!) {
    reprovisionInstance(input: $input) {
      instance {
        ...InstanceForm
      }
    }
  }
`);

type Props = { instance: InstanceFormFragment; onClose: () => void };

export function Reprovision({ instance: { id, hostname, version }, onClose }: Props) {
  const [reprovision, { loading, error }] = useMutation(ReprovisionInstance, { update: evictQueries });
  const confirm = async () => {
    try {
      const { data } = await reprovision({ variables: { input: { id, ifVersion: version } } });
      const instanceId = data?.reprovisionInstance.instance?.instanceId;
      notifications.show({ message: `The instance id of ${hostname} is now ${instanceId ?? 'new'}.` });
      onClose();
    } catch {
      return;
    }
  };
  return (
    <Modal opened onClose={onClose} title={`Assign a new instance id to ${hostname}?`} size={520}>
      <p style={{ marginTop: 0 }}>
        At its next boot cloud-init treats it as a new machine: new host keys, and the user data runs again.
      </p>
      {error && <Failure error={error} title="Nothing was changed" />}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button loading={loading} onClick={() => void confirm()}>
          Assign new id
        </Button>
      </Group>
    </Modal>
  );
}
