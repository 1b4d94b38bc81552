const spellings = [
  /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i,
  /^[0-9a-f]{2}(?:-[0-9a-f]{2}){5}$/i,
  /^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}$/i,
  /^[0-9a-f]{12}$/i,
];

/**
 * Normalises a MAC address to `52:54:00:aa:bb:01`; undefined if the text is none.
 *
 * Reads colons, hyphens (Windows), Cisco's three groups (`5254.00aa.bb01`) and bare digits.
 */
export function normaliseMac(text: string): string | undefined {
  if (!spellings.some((spelling) => spelling.test(text))) return undefined;
  const digits = text.toLowerCase().replace(/[^0-9a-f]/g, '');
  return digits.replace(/(..)(?!$)/g, '$1:');
}

/** True if an interface can have this normalised address: not all zeros, not multicast, not broadcast. */
export function isHostMac(mac: string): boolean {
  const isGroup = (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
  return !isGroup && mac !== '00:00:00:00:00:00';
}
