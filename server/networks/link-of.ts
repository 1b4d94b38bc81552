/**
 * A normalised address, or of IPv6 its link (/64): whoever has one address of a link can give itself all others, so for
 * limits they are one.
 */
export function linkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [before = '', after] = address.split('::');
  const [first, last] = [before, after ?? ''].map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(after === undefined ? 0 : 8 - first!.length - last!.length).fill('0');
  return `${[...first!, ...zeros, ...last!].slice(0, 4).join(':')}::/64`;
}
