import type { Problems } from '../errors.ts';
import type { InstanceChanges } from './instance.inputs.ts';

/** Reports a line of the block device mapping that has the name or the device of an earlier line. */
export function checkBlockDevices({ blockDevices }: InstanceChanges, problems: Problems): void {
  const names = new Set<string>();
  const devices = new Map<string, string>();
  for (const [index, line] of (blockDevices ?? []).entries()) {
    const { virtualName, deviceName }: Partial<typeof line> = line;
    if (virtualName === undefined || deviceName === undefined) continue; // has a problem already
    const short = deviceName.replace(/^\/dev\//, '');
    const holder = devices.get(short);
    const refuse = (field: string, message: string) =>
      problems.add(['blockDevices', index, field], { code: 'BAD_USER_INPUT', message });
    if (names.has(virtualName)) refuse('virtualName', `The block device ${virtualName} is given twice.`);
    else if (holder !== undefined) refuse('deviceName', `The device ${short} is ${holder} already.`);
    names.add(virtualName);
    devices.set(short, holder ?? virtualName);
  }
}
