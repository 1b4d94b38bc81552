/** Fault: the control plane's process is killed, and stopped, while machines boot. */
import { setTimeout as pause } from 'node:timers/promises';
import { seconds } from '../numbers.mjs';
import { bootsFor, exactly, secondsUntil, startWithMachines, unharmed } from './load.mjs';

const rename = (n) => ({ id: 'renamed', imageId: `name-${n}` });

export async function controlPlane({ folder, storm }) {
  const server = await startWithMachines(`sqlite:${folder}/control-plane.db`, { folder, storm });
  await server.change(
    'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { outcome } }',
    { hostname: 'renamed' },
  );
  try {
    return [
      ...(await broken(server, storm, { signal: 'SIGKILL', what: 'kill -9 of the control plane', must: 3 })),
      ...(await broken(server, storm, { signal: 'SIGSTOP', what: 'SIGSTOP of the control plane', must: 13 })),
    ];
  } finally {
    await server.stop();
  }
}

/** Changes one instance repeatedly; the last acknowledged change has to be there after the fault. */
async function broken(server, storm, { signal, what, must }) {
  const booting = bootsFor(must + 5, { server, storm });
  const changes = { acknowledged: -1, unknown: -1, goesOn: true };
  const changing = (async () => {
    for (let n = 0; changes.goesOn; n += 1)
      await server.update(rename(n)).then(
        () => (changes.acknowledged = n),
        ({ message }) => {
          if (/not known/.test(message)) changes.unknown = n;
          return pause(100);
        },
      );
  })();
  await pause(2000);
  const pid = server.controlPlane;
  process.kill(pid, signal);
  const backAfter = await secondsUntil(async () => {
    if (server.controlPlane === pid) throw new Error('the process is still there');
    await server.ask('{ setup { hasUsers } }');
  });
  changes.goesOn = false;
  await changing;
  const booted = await booting;
  const { instance } = await server.ask('{ instance(by: { hostname: "renamed" }) { imageId } }');
  const last = Number(instance.imageId.slice('name-'.length));
  const isTrue = last === changes.acknowledged || last === changes.unknown;
  return [
    ...unharmed(what, booted),
    { what: `${what}: GraphQL is back after`, value: backAfter, must, aim: must - 1, show: seconds },
    exactly(`${what}: the last change that was acknowledged is there`, isTrue ? 'yes' : 'no', 'yes'),
  ];
}
