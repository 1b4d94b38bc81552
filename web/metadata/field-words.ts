/** The words that have capitals within a text. */
const capitals: Record<string, string> = {
  ipv4: 'IPv4',
  ipv6: 'IPv6',
  cidr: 'CIDR',
  dns: 'DNS',
  arn: 'ARN',
  uuid: 'UUID',
  dhcp: 'DHCP',
  vpc: 'VPC',
  mac: 'MAC',
};

/** The words for a field of the API: `publicKey` is `public key`. */
export const wordsOf = (field: string): string =>
  field
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .split(' ')
    .map((word) => capitals[word] ?? word)
    .join(' ');
