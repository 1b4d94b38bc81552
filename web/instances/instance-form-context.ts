'use client';

import { createFormContext } from '@mantine/form';
import type { InstanceValues } from './instance-values';

export const [InstanceFormProvider, useInstanceFormContext, useInstanceForm] =
  createFormContext<InstanceValues>();
