/** The addresses of the machines: each has a number from 2 to 250. */

/** The address of the bridge of all machines. */
export const GATEWAY = '10.77.0.1';

/** The first five bytes of every MAC address; the last one is the machine's number. */
export const macPrefix = Buffer.from([2, 0, 10, 77, 0]);

export const macOf = (n) => `02:00:0a:4d:00:${n.toString(16).padStart(2, '0')}`;
export const addressOf = (n) => `10.77.0.${n}`;

/** The machine's second address, which it can only get from its metadata. */
export const secondAddressOf = (n) => `10.77.3.${n}`;

/** The source address of the machine's connections to the server. */
export const callerOf = (n) => `127.77.0.${n}`;
