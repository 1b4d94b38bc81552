import { networkInterfaces } from 'node:os';
import { StartupError } from '../errors.ts';
import { exitCodeOfSystem } from '../exit-code.ts';
import { zoneOf } from '../addresses/ip-address.ts';

/** A place to listen on; without a host, on every address of the machine. */
export interface Place {
  readonly host?: string | undefined;
  readonly port: number;
  /** The configuration variable of the place. */
  readonly variable: string;
}

/** The error for a place that cannot be listened on, with the remedy. */
export function listenError(cause: NodeJS.ErrnoException, place: Place): StartupError {
  return new StartupError(describe(cause, place), { exitCode: exitCodeOfSystem(cause), cause });
}

/** True for an address that the machine does not have, and may get later. */
export function isAddressMissing(error: unknown, host: string | undefined): boolean {
  const { code } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
  return code === 'EADDRNOTAVAIL' || (isOfInterface(code) && lacksInterface(host));
}

/** The error codes for a link-local address whose network interface does not exist. */
const isOfInterface = (code: string | undefined) => code === 'EINVAL' || code === 'ENODEV';

function lacksInterface(host = ''): boolean {
  const zone = zoneOf(host);
  return zone !== undefined && !(zone in networkInterfaces());
}

function describe({ code, message }: NodeJS.ErrnoException, { host, port, variable }: Place): string {
  const place = host === undefined ? `Port ${port}` : `Port ${port} of ${host}`;
  switch (code) {
    case 'EADDRINUSE':
      return `${place} is in use. Stop what uses it, or set ${variable} to another.`;
    case 'EACCES':
      return `${place} may only be opened with more rights. Set ${variable} to one above 1023.`;
    case 'EADDRNOTAVAIL':
      return `This machine does not have the address ${host}. Add it to an interface, or correct ${variable}.`;
    default:
      return `Cannot listen on ${host ?? 'any address'}, port ${port} (${message}). Correct ${variable}.`;
  }
}
