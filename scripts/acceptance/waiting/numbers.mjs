/** The addresses of the machines: each has a number from 2 to 250. */

/** The bridge of all machines. */
export const GATEWAY = '10.77.0.1';

/** The first five bytes of every MAC address; the last one is the machine's number. */
export const macPrefix = Buffer.from([2, 0, 10, 77, 0]);

export const macOf = (n) => `02:00:0a:4d:00:${n.toString(16).padStart(2, '0')}`;
export const addressOf = (n) => `10.77.0.${n}`;

/** Another address of the machine, that it learns of from its metadata alone. */
export const secondAddressOf = (n) => `10.77.3.${n}`;

/** The address that the server sees the machine come from. */
export const callerOf = (n) => `127.77.0.${n}`;
