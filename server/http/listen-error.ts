import { networkInterfaces } from 'node:os';
import { StartupError } from '../errors.ts';
import { exitCodeOfSystem } from '../exit-code.ts';
import { zoneOf } from '../addresses/ip-address.ts';

/** An endpoint to listen on; without a host, on every address of the machine. */
export interface Endpoint {
  readonly host?: string | undefined;
  readonly port: number;
  /** The configuration variable of the endpoint. */
  readonly variable: string;
}

/** The error for an endpoint that cannot be listened on, with the remedy. */
export function listenError(cause: NodeJS.ErrnoException, endpoint: Endpoint): StartupError {
  return new StartupError(describe(cause, endpoint), { exitCode: exitCodeOfSystem(cause), cause });
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

function describe({ code, message }: NodeJS.ErrnoException, { host, port, variable }: Endpoint): string {
  const where = host === undefined ? `Port ${port}` : `Port ${port} of ${host}`;
  switch (code) {
    case 'EADDRINUSE':
      return `${where} is in use. Stop what uses it, or set ${variable} to another.`;
    case 'EACCES':
      return `${where} may only be opened with more rights. Set ${variable} to one above 1023.`;
    case 'EADDRNOTAVAIL':
      return `This machine does not have the address ${host}. Add it to an interface, or correct ${variable}.`;
    default:
      return `Cannot listen on ${host ?? 'any address'}, port ${port} (${message}). Correct ${variable}.`;
  }
}
